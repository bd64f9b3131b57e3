package dev.spillway.server.cli.spill;

import dev.spillway.Priority;
import dev.spillway.server.GatewayException;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.spill.SpillDirectory;
import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import dev.spillway.time.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway spill export}. */
@Command(
    name = "export",
    header = "Write what waits in a log as lines that spillway send can take elsewhere.",
    description = {
      "",
      "DIR is the log of one queue, or the data directory of a gateway with --queue to choose. The"
          + " gateway must be stopped: what it delivers meanwhile would be delivered twice. Nothing"
          + " in DIR is changed; so empty it yourself once the events have arrived elsewhere.",
      "",
      "Formats: record is what a gateway reads back to the same event: the payload, with id,"
          + " priority and deadline put in where it does not say them itself; a payload that is no"
          + " JSON object becomes the member data, or data_base64, of one. envelope tells all that"
          + " is known of an event, with the payload in data. raw is the payload alone.",
      "",
      "Events that are too late are left out and counted, and so are those that a repair found lost."
          + " What damage has made unreadable is counted."
    },
    footer = {
      "",
      "Examples:",
      "  spillway spill export data --queue orders | spillway send --url http://other:8080 -",
      "  spillway spill export data/queues/orders --output orders.ndjson",
      "  spillway spill export data --dead-letters --format envelope --dry-run",
      "",
      "Exit codes:",
      "  0  everything that waits was written; what was lost before a repair does not wait",
      "  1  some of it is damaged, or writing failed; the last lines say how much and why",
      "  2  the command line is not understood",
      "  4  the directory is in use, or cannot be read"
    })
final class SpillExportCommand implements Callable<Integer> {
  private static final String CARRIED = "-carried";
  private static final String DEAD_LETTERS = "dead-letters";

  @Parameters(paramLabel = "DIR", description = "Where the log is.")
  private Path directory = Path.of("");

  @Option(names = "--queue", paramLabel = "NAME", description = "The queue of a data directory.")
  private @Nullable String queue;

  @Option(
      names = "--lane",
      paramLabel = "PRIORITY",
      description = "Only events of this priority; can be repeated. Default: all.")
  private List<Priority> priorities = List.of();

  @Option(names = "--dead-letters", description = "The dead letters too, behind all others.")
  private boolean deadLetters;

  @Option(names = "--expired", description = "Also what is too late.")
  private boolean withExpired;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "record",
      description = "record, envelope or raw; see above. Default: record.")
  private ExportFormat format = ExportFormat.record;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write to FILE, which gets its name once it is whole. Default: to the output.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @Option(names = "--dry-run", description = "Read and count, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description = "Tell the counts as a JSON object, on the output when that is free.")
  private boolean json;

  private final Terminal terminal;
  private long waiting;

  SpillExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path log;
    try {
      log = chosenLog();
      Path file = output;
      if (file != null && Files.exists(file) && !force) {
        throw new IOException("this file exists: " + file + "; add --force to replace it");
      }
    } catch (IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (GatewayException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_START;
    }
    try {
      Closeable held = SpillDirectory.hold(log);
      try {
        return export(log);
      } finally {
        held.close();
      }
    } catch (SpillException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_START;
    } catch (IOException e) {
      terminal.complain("cannot export " + log + ": " + reasonOf(e));
      return ExitCode.INCOMPLETE;
    }
  }

  private Path chosenLog() throws IOException, GatewayException {
    List<Path> logs = SpillDirectories.find(List.of(directory));
    List<Path> chosen =
        queue == null ? logs : logs.stream().filter(log -> log.endsWith(queue)).toList();
    if (chosen.size() == 1) {
      return chosen.get(0);
    }
    String names =
        String.join(", ", logs.stream().map(log -> String.valueOf(log.getFileName())).toList());
    throw new IOException(
        "--queue must name one of the queues here: "
            + (names.isEmpty() ? "there are none" : names)
            + ": queue="
            + queue);
  }

  private int export(Path log) throws IOException {
    String name = String.valueOf(log.toAbsolutePath().getFileName());
    Path file = output;
    SpillInspector inspector = SpillInspector.of(log);
    long lateMillis = withExpired ? Long.MIN_VALUE : TimeSource.system().epochMillis();
    if (dryRun) {
      return tell(read(inspector, new ExportedLines(name, format, null, lateMillis)));
    }
    try (ExportTarget target =
        file == null ? ExportTarget.standardOutput() : ExportTarget.file(file)) {
      ExportedLines lines = new ExportedLines(name, format, target.stream(), lateMillis);
      try {
        read(inspector, lines);
        target.finish();
      } catch (UncheckedIOException | IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        terminal.complain(
            file == null
                ? "the output ended after about "
                    + Show.count(lines.written(), "event")
                    + ": "
                    + reasonOf(cause)
                : "cannot write " + file + ": " + reasonOf(cause) + "; nothing is left of it");
        return ExitCode.INCOMPLETE;
      }
      return tell(lines);
    }
  }

  private ExportedLines read(SpillInspector inspector, ExportedLines lines) {
    List<String> lanes = chosenLanes();
    waiting =
        inspector.contents().stream()
            .filter(content -> lanes.contains(content.lane()))
            .mapToLong(SpillInspector.Content::records)
            .sum();
    ProgressLine progress =
        new ProgressLine(
            terminal,
            () ->
                ProgressLine.bar(lines.written(), waiting)
                    + "  "
                    + Show.count(lines.written(), "event"));
    try {
      lanes.forEach(lane -> inspector.records(lane, lines));
    } finally {
      progress.close();
    }
    return lines;
  }

  /** What a stop carried over is older than what the lane of its priority holds. */
  private List<String> chosenLanes() {
    List<String> lanes = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      if (priorities.isEmpty() || priorities.contains(priority)) {
        lanes.add(priority.token() + CARRIED);
        lanes.add(priority.token());
      }
    }
    if (deadLetters) {
      lanes.add(DEAD_LETTERS);
    }
    return lanes;
  }

  private int tell(ExportedLines lines) {
    PrintWriter to = output != null || dryRun ? terminal.out() : terminal.err();
    if (json) {
      to.printf(
          "{\"events\":%d,\"expired\":%d,\"lostBefore\":%d,\"damaged\":%d,\"notEvents\":%d,"
              + "\"written\":%b}%n",
          lines.written(),
          lines.expired(),
          lines.filled(),
          lines.damaged(),
          lines.notEvents(),
          !dryRun);
    } else {
      to.println((dryRun ? "would write " : "wrote ") + Show.count(lines.written(), "event"));
      if (lines.expired() > 0) {
        to.println("left out " + Show.count(lines.expired(), "event") + ": too late");
      }
      if (lines.filled() > 0) {
        to.println("lost before a repair: " + Show.count(lines.filled(), "event"));
      }
    }
    to.flush();
    if (!lines.isComplete()) {
      terminal.complain(
          Show.count(lines.damaged(), "event")
              + " cannot be read: damaged or missing, and "
              + Show.count(lines.notEvents(), "record")
              + " hold no event; spillway spill verify tells where");
      return ExitCode.INCOMPLETE;
    }
    return ExitCode.OK;
  }

  private static String reasonOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
