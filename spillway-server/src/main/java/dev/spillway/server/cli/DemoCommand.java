package dev.spillway.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.spillway.server.GatewayException;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.demo.Demo;
import dev.spillway.server.demo.DemoPlan;
import dev.spillway.server.demo.DemoReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway demo}. */
@Command(
    name = "demo",
    header = "Watch the gateway under twice the load that its sink can take.",
    description = {
      "",
      "Starts a gateway on a free port with two megabytes of memory, a sink that takes 2,000 events",
      "a second, and producers that bring 4,000 of all priorities over HTTP. The sink stalls twice;",
      "when the load is over it heals to ten times its speed, and what is held drains. Ends with",
      "what became of every event."
    },
    footer = {
      "",
      "Examples:",
      "  spillway demo",
      "  spillway demo --seconds 60 --json report.json",
      "",
      "Exit codes:",
      "  0  every event is accounted for and nothing is held",
      "  1  something is missing; the last lines say what",
      "  2  the command line is not understood",
      "  4  the gateway could not start, or the report could not be written"
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long it takes, from 6 to 3600. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report there as well.")
  private @Nullable Path json;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    DemoPlan plan;
    try {
      plan = new DemoPlan(seconds);
    } catch (IllegalArgumentException e) {
      terminal.complain("--" + e.getMessage());
      return ExitCode.USAGE;
    }
    Path file = json;
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      terminal.complain("--json needs an existing directory: " + file);
      return ExitCode.USAGE;
    }
    // the gateway's own lines would tear the picture
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    DemoScreen screen = new DemoScreen(terminal);
    try {
      DemoReport report = new Demo(plan, screen::show).run();
      screen.summary(report);
      if (file != null) {
        report.write(file);
        terminal.out().println("The report is in " + file);
      }
      terminal.out().flush();
      report.problems().forEach(terminal::complain);
      return report.exact() ? ExitCode.OK : ExitCode.INCOMPLETE;
    } catch (GatewayException | IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_START;
    }
  }
}
