package dev.spillway.server.cli.simulate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.simulator.Comparison;
import dev.spillway.simulator.Policies;
import dev.spillway.simulator.Results;
import dev.spillway.simulator.report.HtmlReport;
import dev.spillway.simulator.report.JsonReport;
import dev.spillway.simulator.report.MarkdownReport;
import dev.spillway.simulator.report.TableReport;
import dev.spillway.simulator.scenario.ShippedScenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway simulate}. */
@Command(
    name = "simulate",
    header = "See what a policy does under overload and faults, in virtual time or for real.",
    description = {
      "",
      "Runs scenarios with the production classes in virtual time, beside other policies and an",
      "oracle that knows how long everything takes. Ends with a table; each figure is that of the",
      "worst seed. The same scenario, policy and seeds give the same figures everywhere.",
      "",
      "With --real the same runs are made on this machine as well, in its own time: the table has",
      "what was foretold, what was seen, and how late the run's own timers were."
    },
    footer = {
      "",
      "Examples:",
      "  spillway simulate --list",
      "  spillway simulate S2 --policy spillway --policy fifo --html report.html",
      "  spillway simulate peak.yaml --policy all --seeds 20",
      "  spillway simulate all --require-bars --json report.json",
      "  spillway simulate S2 S3 --real",
      "  spillway simulate search --combinations 1000",
      "",
      "Exit codes:",
      "  0  it ran",
      "  1  a policy failed, or it was interrupted",
      "  2  the command line is not understood, or a scenario has mistakes",
      "  3  with --require-bars: a bar was missed or, with --real, a figure is too far from the",
      "     simulation",
      "  4  a report cannot be written, or policies cannot be loaded"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final int USUAL_SEEDS = 5;
  private static final int MOST_SEEDS = 1_000;

  @Parameters(
      paramLabel = "SCENARIO",
      description = "A shipped scenario's name, all of them with all, or a YAML file.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "A policy to run; may be repeated, and be all. Default: spillway.")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Run each with the seeds 1 to N. Default: 5.")
  private @Nullable Integer seeds;

  @Option(names = "--seed", paramLabel = "N", description = "Run each with this seed alone.")
  private @Nullable Integer seed;

  @Option(
      names = "--real",
      description = {
        "Run on this machine as well, in its own time, and show both.",
        "Takes as long as the scenarios are, for each policy and seed."
      })
  private boolean real;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there as well.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts as well.")
  private @Nullable Path html;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write tables of all scenarios and policies as well; not with --real.")
  private @Nullable Path markdown;

  @Option(
      names = "--require-bars",
      description = "End with 3 if a bar is missed; with --real, if a figure is too far off.")
  private boolean requireBars;

  @Option(names = "--list", description = "Show the shipped scenarios and the policies.")
  private boolean list;

  private final Terminal terminal;

  private SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command, with those below it, which talks to {@code terminal}. */
  public static CommandLine commandLine(Terminal terminal) {
    CommandLine command = new CommandLine(new SimulateCommand(terminal));
    command.addSubcommand(new SearchCommand(terminal));
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return list ? list() : simulate();
    } catch (ChoiceException e) {
      e.lines().forEach(terminal::complain);
      terminal.err().println("Try: spillway simulate --list");
      terminal.err().flush();
      return ExitCode.USAGE;
    } catch (ServiceConfigurationError | IllegalStateException e) {
      terminal.complain("policies cannot be loaded: " + e.getMessage());
      return ExitCode.CANNOT_START;
    } catch (IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_START;
    }
  }

  private int list() {
    terminal.out().println(terminal.bold("Scenarios"));
    ShippedScenarios.all().forEach(scenario -> row(scenario.name(), scenario.title()));
    terminal.out().println();
    terminal.out().println(terminal.bold("Policies"));
    Policies.all().forEach(policy -> row(policy.name(), policy.description()));
    terminal.out().flush();
    return ExitCode.OK;
  }

  private void row(String name, String words) {
    terminal.out().println(String.format("  %-18s  %s", name, words));
  }

  private int simulate() throws ChoiceException, IOException, InterruptedException {
    if (scenarios.isEmpty()) {
      throw new ChoiceException(List.of("name at least one SCENARIO"));
    }
    Plan plan =
        new Plan(
                ScenarioChoice.of(scenarios),
                PolicyChoice.of(policies.isEmpty() ? List.of("spillway") : policies),
                seeds())
            .checked();
    checkDistinct(json, html, markdown);
    Report jsonReport = Report.at(json);
    Report htmlReport = Report.at(html);
    Report markdownReport = Report.at(markdown);
    // what queues tell in another time would tear the picture
    ((Logger) LoggerFactory.getLogger("dev.spillway")).setLevel(Level.OFF);
    if (real) {
      if (markdownReport.isWanted()) {
        throw new ChoiceException(List.of("--markdown and --real must not be given both"));
      }
      return new RealRun(terminal, plan).run(jsonReport, htmlReport, requireBars);
    }
    SimulateProgress progress = new SimulateProgress(plan);
    Comparison comparison = new Comparison(plan.scenarios(), plan.policies(), plan.seeds());
    Results results = new WatchedRun(terminal).of(() -> comparison.run(progress), progress::line);
    if (results == null) {
      return ExitCode.INCOMPLETE;
    }
    new TableReport(results).lines().forEach(terminal.out()::println);
    terminal.out().flush();
    jsonReport.write(new JsonReport(results)::text);
    htmlReport.write(new HtmlReport(results)::text);
    markdownReport.write(new MarkdownReport(results)::text);
    return requireBars && !results.isMet() ? ExitCode.BAR_MISSED : ExitCode.OK;
  }

  private static void checkDistinct(@Nullable Path... files) throws ChoiceException {
    Set<Path> seen = new HashSet<>();
    for (Path file : files) {
      if (file != null && !seen.add(file.toAbsolutePath().normalize())) {
        throw new ChoiceException(List.of("each report needs a file of its own: file=" + file));
      }
    }
  }

  private List<Integer> seeds() throws ChoiceException {
    if (seed != null) {
      if (seeds != null) {
        throw new ChoiceException(List.of("--seed and --seeds must not be given both"));
      }
      return List.of(seed);
    }
    int most = seeds == null ? USUAL_SEEDS : seeds;
    if (most < 1 || most > MOST_SEEDS) {
      throw new ChoiceException(
          List.of("--seeds must be a whole number from 1 to " + MOST_SEEDS + ": seeds=" + most));
    }
    return IntStream.rangeClosed(1, most).boxed().toList();
  }
}
