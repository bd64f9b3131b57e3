package dev.spillway.server.cli.spill;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.spill.SpillInspector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway spill list}. */
@Command(
    name = "list",
    header = "List what waits in logs, lane by lane, and the dead letters.",
    description = {
      "",
      "DIR is the log of one queue, or a gateway's data directory for the logs of all its queues.",
      "A gateway that runs may settle events while they are listed. Blocks are known by their"
          + " headers here; verify reads them."
    },
    footer = {
      "",
      "Examples:",
      "  spillway spill list data",
      "  spillway spill list --lane normal --limit 5 data/queues/orders",
      "  spillway spill list --json --limit 0 data | jq '.logs[].events[].reason'",
      "",
      "Exit codes:",
      "  0  listed",
      "  1  a log could not be read",
      "  2  the command line is not understood"
    })
final class SpillListCommand implements Callable<Integer> {
  private static final String DEAD_LETTERS = "dead-letters";
  private static final String ROW = "  %-20s %14s %10s %12s%n";

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Where to look.")
  private List<Path> directories = List.of();

  @Option(
      names = "--lane",
      paramLabel = "NAME",
      description = "Show the events of this lane. Default: " + DEAD_LETTERS + ".")
  private @Nullable String lane;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show so many events of each lane; 0 shows all. Default: 20.")
  private long limit;

  @Option(names = "--json", description = "Print one JSON object instead, payloads whole.")
  private boolean json;

  private final Terminal terminal;

  SpillListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int code =
        json
            ? SpillListJson.print(directories, terminal, this::chosenLane, limit)
            : EachLog.in(directories, terminal, ExitCode.INCOMPLETE, this::list);
    terminal.out().flush();
    return code;
  }

  /** The lane whose events are shown, which must be one of {@code lanes}. */
  private String chosenLane(List<SpillInspector.Lane> lanes) {
    String chosen = lane == null ? DEAD_LETTERS : lane;
    if (lanes.stream().noneMatch(found -> found.name().equals(chosen))) {
      throw new IllegalArgumentException(
          "--lane must be one of "
              + lanes.stream().map(SpillInspector.Lane::name).collect(Collectors.joining(", "))
              + ": lane="
              + chosen);
    }
    return chosen;
  }

  private int list(Path log) {
    SpillInspector inspector = SpillInspector.of(log);
    List<SpillInspector.Lane> lanes = inspector.lanes();
    List<SpillInspector.Content> contents = inspector.contents();
    String shown = chosenLane(lanes);
    PrintWriter out = terminal.out();
    out.println(terminal.bold(log.toString()));
    out.printf(ROW, "lane", "waiting", "segments", "size");
    long waiting = 0;
    for (SpillInspector.Lane found : lanes) {
      long bytes = found.segments().stream().mapToLong(SpillInspector.SegmentFile::sizeBytes).sum();
      SpillInspector.Content content = of(found, contents);
      boolean matters = !found.segments().isEmpty() || found.backlog() > 0;
      if (matters) {
        out.printf(
            ROW,
            found.name(),
            Show.count(content.records()),
            Show.count(found.segments().size()),
            Show.bytes(bytes));
      }
      waiting += found.name().equals(DEAD_LETTERS) ? 0 : content.records();
    }
    out.printf("  %-20s %14s%n", "all but dead letters", Show.count(waiting));
    hint(inspector, contents);
    out.println();
    RecordLines lines = new RecordLines(terminal, shown, limit);
    inspector.records(shown, lines);
    lines.end();
    return ExitCode.OK;
  }

  /** What of {@code contents} is the lane's. */
  static SpillInspector.Content of(
      SpillInspector.Lane lane, List<SpillInspector.Content> contents) {
    return contents.stream()
        .filter(content -> content.lane().equals(lane.name()))
        .findFirst()
        .orElseThrow();
  }

  private void hint(SpillInspector inspector, List<SpillInspector.Content> contents) {
    PrintWriter out = terminal.out();
    for (SpillInspector.Content content : contents) {
      if (content.unreadable() > 0) {
        out.printf(
            "  damage: %s of %s cannot be read, at most; spillway spill verify tells more%n",
            Show.count(content.unreadable(), "event"), content.lane());
      }
      if (content.filled() > 0) {
        out.printf(
            "  lost before a repair: %s of %s%n",
            Show.count(content.filled(), "event"), content.lane());
      }
    }
    if (inspector.isStateLost()) {
      out.println("  " + SpillVerifyCommand.STATE_LOST);
    }
  }
}
