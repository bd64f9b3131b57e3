package dev.spillway.server.cli;

import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.nio.file.Path;
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
      "  1  some cannot, or a log could not be read at all",
      "  2  the command line is not understood"
    })
final class SpillVerifyCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Where to look.")
  private List<Path> directories = List.of();

  private final Terminal terminal;
  private volatile String progress = "";

  SpillVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Path> logs;
    try {
      logs = SpillDirectories.find(directories);
    } catch (IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
    int code = ExitCode.OK;
    for (Path log : logs) {
      try {
        SpillInspector.Verification found = verify(log);
        print(log, found);
        code = found.lostRecords() > 0 ? ExitCode.INCOMPLETE : code;
      } catch (SpillException e) {
        terminal.complain(String.valueOf(e.getMessage()));
        code = ExitCode.INCOMPLETE;
      }
    }
    terminal.out().flush();
    return code;
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
    String verdict = "sound";
    if (found.lostRecords() > 0) {
      verdict = Show.count(found.lostRecords(), "event") + " lost to damage";
    } else if (found.damagedBlocks() > 0) {
      verdict = "damaged, but only where events were delivered already";
    }
    terminal.out().println(terminal.bold(log + ": " + verdict));
    row("blocks", found.blocks());
    row("events in them", found.records());
    row("damaged blocks", found.damagedBlocks());
    row("events in them", found.damagedRecords());
    row("unconfirmed", found.unconfirmedRecords());
  }

  private void row(String name, long count) {
    terminal.out().printf("  %-16s %14s%n", name, Show.count(count));
  }
}
