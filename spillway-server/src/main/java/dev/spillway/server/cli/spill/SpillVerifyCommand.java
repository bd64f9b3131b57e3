package dev.spillway.server.cli.spill;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.spill.SpillInspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spillway spill verify}. */
@Command(
    name = "verify",
    header = "Read every block of logs and check it.",
    description = {
      "",
      "DIR is the log of one queue, or a gateway's data directory for the logs of all its queues.",
    },
    footer = {
      "",
      "Examples:",
      "  spillway spill verify data",
      "  spillway spill verify data/queues/orders",
      "",
      "Exit codes:",
      "  0  every event that waits can be read",
      "  1  some cannot, the state or a file's end is lost, or a log could not be read at all",
      "  2  the command line is not understood"
    })
final class SpillVerifyCommand implements Callable<Integer> {
  static final String STATE_LOST =
      "the state is lost: the next start delivers everything that is here again";

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Where to look.")
  private List<Path> directories = List.of();

  private final Terminal terminal;
  private volatile String progress = "";

  SpillVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int code = EachLog.in(directories, terminal, ExitCode.INCOMPLETE, this::check);
    terminal.out().flush();
    return code;
  }

  private int check(Path log) {
    SpillInspector.Verification found = verify(log);
    print(log, found);
    boolean whole = found.lostRecords() == 0 && !found.stateLost() && found.cutShort().isEmpty();
    return whole ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private SpillInspector.Verification verify(Path log) {
    progress = log.toString();
    ProgressLine line = new ProgressLine(terminal, () -> progress);
    try {
      return SpillInspector.of(log)
          .verify(
              (segment, done, total) ->
                  progress = ProgressLine.bar(done, total) + "  " + log + "  " + segment);
    } finally {
      line.close();
    }
  }

  private void print(Path log, SpillInspector.Verification found) {
    terminal.out().println(terminal.bold(log + ": " + verdict(found)));
    row("blocks", found.blocks());
    row("events in them", found.records());
    row("settled of them", found.settledRecords());
    row("damaged blocks", found.damagedBlocks());
    row("damaged events", found.damagedRecords());
    row("unconfirmed", found.unconfirmedRecords());
    if (found.filledRecords() > 0) {
      row("lost before", found.filledRecords());
    }
    for (String copy : found.copies()) {
      terminal
          .out()
          .printf(
              "  copied: %s holds blocks of another segment and is not read;"
                  + " spillway spill repair moves it aside%n",
              copy);
    }
    for (String stray : found.strays()) {
      terminal
          .out()
          .printf(
              "  stray: %s holds nothing of this log and is not read;"
                  + " spillway spill repair moves it aside%n",
              stray);
    }
    for (String cut : found.cutShort()) {
      terminal
          .out()
          .printf("  cut short: %s ends within a block; what stood behind is lost%n", cut);
    }
    for (SpillInspector.Gap gap : found.missing()) {
      terminal
          .out()
          .printf(
              "  missing: the files of %s with at most %s (sequence %d to %d)%n",
              gap.lane(), Show.count(gap.records(), "event"), gap.first(), gap.end() - 1);
    }
  }

  private static String verdict(SpillInspector.Verification found) {
    long missing = found.missing().stream().mapToLong(SpillInspector.Gap::records).sum();
    long damaged = found.lostRecords() - missing;
    List<String> losses = new ArrayList<>();
    if (damaged > 0) {
      losses.add(Show.count(damaged, "event") + " lost to damage");
    }
    if (missing > 0) {
      losses.add("at most " + Show.count(missing, "event") + " lost with missing files");
    }
    if (!found.cutShort().isEmpty()) {
      losses.add(
          "an unknown number of events lost with the end of "
              + Show.count(found.cutShort().size(), "file"));
    }
    if (found.stateLost()) {
      losses.add(STATE_LOST);
    }
    if (losses.isEmpty()) {
      return found.damagedBlocks() > 0
          ? "damaged, but only where events were delivered already"
          : "sound";
    }
    return String.join(", ", losses);
  }

  private void row(String name, long count) {
    terminal.out().printf("  %-16s %14s%n", name, Show.count(count));
  }
}
