package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.report.SearchReport;
import dev.spillway.simulator.search.Finding;
import dev.spillway.simulator.search.Search;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway simulate search}. */
@Command(
    name = "search",
    header = "Look for overloads from which a policy does not recover.",
    description = {
      "",
      "Tries random combinations of a load up to 0.95, a trigger (less capacity, a burst, slower",
      "work, a dependency that hangs) and clients who try again, each in virtual time beside the",
      "oracle. Shows every one that stays degraded for more than a second after its trigger has",
      "gone, with a scenario file that repeats it. The same seed gives the same everywhere."
    },
    footer = {
      "",
      "Examples:",
      "  spillway simulate search",
      "  spillway simulate search --combinations 200 --policy fifo",
      "  spillway simulate search --seed 7 --json found.json",
      "",
      "Exit codes:",
      "  0  none stays degraded",
      "  1  the policy failed, or it was interrupted",
      "  2  the command line is not understood",
      "  3  some stay degraded",
      "  4  a report cannot be written, or policies cannot be loaded"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int MOST_COMBINATIONS = 1_000_000;

  @Option(
      names = "--combinations",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many to try. Default: ${DEFAULT-VALUE}, for some minutes.")
  private int combinations;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "From what they are drawn. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "spillway",
      description = "The policy to try. Default: ${DEFAULT-VALUE}.")
  private String policy = "";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write what was found there as well.")
  private @Nullable Path json;

  private final Terminal terminal;

  SearchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return search();
    } catch (ChoiceException e) {
      e.lines().forEach(terminal::complain);
      terminal.err().println("Try: spillway simulate search --help");
      terminal.err().flush();
      return ExitCode.USAGE;
    } catch (ServiceConfigurationError e) {
      terminal.complain("policies cannot be loaded: " + e.getMessage());
      return ExitCode.CANNOT_START;
    } catch (IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_START;
    }
  }

  private int search() throws ChoiceException, IOException, InterruptedException {
    if (combinations < 1 || combinations > MOST_COMBINATIONS) {
      throw new ChoiceException(
          List.of(
              "--combinations must be a whole number from 1 to %d: combinations=%d"
                  .formatted(MOST_COMBINATIONS, combinations)));
    }
    List<PolicyFactory> chosen = PolicyChoice.of(List.of(policy));
    if (chosen.size() > 1) {
      throw new ChoiceException(List.of("--policy must be one policy: policy=" + policy));
    }
    Report file = Report.at(json);
    SearchProgress progress = new SearchProgress(combinations);
    Search search = new Search(chosen.get(0), seed, combinations);
    List<Finding> findings =
        new WatchedRun(terminal).of(() -> search.run(progress::tried), progress::line);
    if (findings == null) {
      return ExitCode.INCOMPLETE;
    }
    SearchReport report = new SearchReport(policy, seed, findings);
    report.lines().forEach(terminal.out()::println);
    terminal.out().flush();
    file.write(report::json);
    return report.isMet() ? ExitCode.OK : ExitCode.BAR_MISSED;
  }
}
