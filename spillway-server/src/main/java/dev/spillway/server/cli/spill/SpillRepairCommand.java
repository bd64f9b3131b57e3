package dev.spillway.server.cli.spill;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.spill.SpillRepair;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code spillway spill repair}. */
@Command(
    name = "repair",
    header = "Make damaged logs sound, and count what is lost.",
    description = {
      "",
      "DIR is the log of one queue, or a gateway's data directory for the logs of all its queues."
          + " The gateway must be stopped. Every event that can be read is kept. Files that are"
          + " damaged, or copies of others, go to the subdirectory damaged of the log; nothing is"
          + " deleted. A repair that was cut off can be run again.",
      "",
      "A start heals by itself: a torn end, a lost state, and, event by event as it comes to them,"
          + " damaged blocks, which it counts as quarantined."
    },
    footer = {
      "",
      "Examples:",
      "  spillway spill repair --dry-run data",
      "  spillway spill repair data/queues/orders",
      "",
      "Exit codes:",
      "  0  sound, and nothing was lost",
      "  1  sound now, or with --dry-run could be, and events are lost; the output says which",
      "  2  the command line is not understood",
      "  4  a log is in use, of a newer version, or cannot be read or written"
    })
final class SpillRepairCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Where to repair.")
  private List<Path> directories = List.of();

  @Option(names = "--dry-run", description = "Tell what would be done, and change nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object a line for each log instead.")
  private boolean json;

  private final Terminal terminal;
  private volatile String progress = "";

  SpillRepairCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int code = EachLog.in(directories, terminal, ExitCode.CANNOT_START, this::repair);
    terminal.out().flush();
    return code;
  }

  private int repair(Path log) {
    SpillRepair.Report report = repaired(log);
    print(log, report);
    boolean whole = report.lost().isEmpty() && report.cutShort().isEmpty();
    return whole ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private SpillRepair.Report repaired(Path log) {
    progress = log.toString();
    SpillRepair repair = SpillRepair.of(log);
    ProgressLine line = new ProgressLine(terminal, () -> progress);
    try {
      return dryRun ? repair.plan(step -> told(log, step)) : repair.run(step -> told(log, step));
    } finally {
      line.close();
    }
  }

  private void told(Path log, String step) {
    progress = log + "  " + step;
  }

  private void print(Path log, SpillRepair.Report report) {
    PrintWriter out = terminal.out();
    if (json) {
      out.println(asJson(log, report));
      return;
    }
    out.println(terminal.bold(log + ": " + verdict(report)));
    out.println("  kept   " + Show.count(report.kept(), "event"));
    out.println("  moved  " + Show.count(report.moved().size(), "file"));
    report.moved().forEach(m -> out.println("    " + m.fileName() + ": " + m.reason()));
    out.println("  lost   " + Show.count(report.lostRecords(), "event"));
    for (SpillRepair.Loss loss : report.lost()) {
      out.printf(
          "    %s of %s, sequence %d to %d%n",
          Show.count(loss.records(), "event"), loss.lane(), loss.first(), loss.end() - 1);
    }
    for (String cut : report.cutShort()) {
      out.println("  lost   an unknown number of events behind the end of " + cut);
    }
    report.notes().forEach(note -> out.println("  note: " + note));
  }

  private String verdict(SpillRepair.Report report) {
    if (!report.moved().isEmpty() || !report.lost().isEmpty()) {
      return dryRun ? "would be repaired" : "repaired";
    }
    return report.cutShort().isEmpty() ? "sound, nothing to do" : "nothing that can be repaired";
  }

  private String asJson(Path log, SpillRepair.Report report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("directory", log.toString());
    fields.put("dryRun", dryRun);
    fields.put("kept", report.kept());
    fields.put("moved", report.moved());
    fields.put("lost", report.lost());
    fields.put("lostEvents", report.lostRecords());
    fields.put("cutShort", report.cutShort());
    fields.put("notes", report.notes());
    return JsonMapper.shared().writeValueAsString(fields);
  }
}
