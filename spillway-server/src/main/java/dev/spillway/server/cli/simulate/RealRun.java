package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.simulator.RealComparison;
import dev.spillway.simulator.RealResult;
import dev.spillway.simulator.report.RealReport;
import java.io.IOException;
import java.util.List;

/** {@code spillway simulate --real}: the plan on this machine, beside the simulation. */
final class RealRun {
  private final Terminal terminal;
  private final Plan plan;

  RealRun(Terminal terminal, Plan plan) {
    this.terminal = terminal;
    this.plan = plan;
  }

  /**
   * Runs it and shows the table.
   *
   * @return the exit code
   * @throws ChoiceException if a scenario cannot be real
   */
  int run(Report json, Report html, boolean requireBars)
      throws ChoiceException, IOException, InterruptedException {
    List<String> problems =
        plan.scenarios().stream().flatMap(s -> RealComparison.problems(s).stream()).toList();
    if (!problems.isEmpty()) {
      throw new ChoiceException(problems);
    }
    double refusalMicros = RefusalCost.micros();
    RealComparison comparison = new RealComparison(plan.scenarios(), plan.policies(), plan.seeds());
    RealProgress progress = new RealProgress(comparison.duration());
    List<RealResult> results =
        new WatchedRun(terminal).of(() -> comparison.run(progress), progress::line);
    if (results == null) {
      return ExitCode.INCOMPLETE;
    }
    RealReport report = new RealReport(results, refusalMicros);
    report.lines().forEach(terminal.out()::println);
    terminal.out().flush();
    json.write(report::json);
    html.write(report::html);
    return requireBars && !report.isNear() ? ExitCode.BAR_MISSED : ExitCode.OK;
  }
}
