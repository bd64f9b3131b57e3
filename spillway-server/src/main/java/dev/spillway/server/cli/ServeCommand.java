package dev.spillway.server.cli;

import dev.spillway.server.Gateway;
import dev.spillway.server.GatewayException;
import dev.spillway.server.StopReport;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.LoadedConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spillway serve}. */
@Command(
    name = "serve",
    header = "Run the gateway until it is told to stop.",
    description = {
      "",
      "Without configuration it listens on 127.0.0.1:8080, keeps one queue, default, on disk in",
      "./data, and delivers to ./data/delivered/default.ndjson. On SIGTERM or Ctrl-C it refuses",
      "new events, delivers for up to shutdown.drain, and leaves the rest in its log. A second",
      "SIGTERM or Ctrl-C ends the delivering at once."
    },
    footer = {
      "",
      "Examples:",
      "  spillway serve",
      "  spillway serve --config spillway.yaml",
      "  spillway serve --port 9090 --data /var/lib/spillway",
      "  spillway serve --set queues.orders.profile=security-events",
      "",
      "Exit codes:",
      "  0  stopped, and nothing that was accepted is lost",
      "  2  the command line is not understood",
      "  3  the configuration has mistakes; each is told with its place",
      "  4  it could not start; the last line says what, where and what to do",
      "  5  stopped, and events are lost or may be; the last lines say how many of which queue"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  private final Terminal terminal;
  private final Map<String, String> environment;

  ServeCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    LoadedConfig config;
    try {
      config = options.read(environment);
    } catch (ConfigException e) {
      return ConfigOptions.complain(terminal, e);
    }
    try {
      Gateway.check(config);
    } catch (GatewayException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CONFIGURATION;
    }
    CompletableFuture<Gateway> starting = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "stop"));
    Gateway gateway;
    try {
      gateway = Gateway.start(config);
      starting.complete(gateway);
    } catch (GatewayException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_START;
    } finally {
      starting.cancel(false); // without effect once it has started
    }
    if (terminal.watched()) {
      terminal
          .err()
          .println("Listening on " + gateway.url() + ". Send events from another window:");
      terminal
          .err()
          .println(
              "  ./spillway send --url " + gateway.url() + queueOption(config.config()) + " FILE");
      terminal.err().println("Stop with Ctrl-C.");
      terminal.err().flush();
    }
    new CountDownLatch(1).await(); // the signal's hook ends the process
    return ExitCode.OK;
  }

  /** The option that is needed to reach a queue, where there is none called default. */
  private static String queueOption(GatewayConfig config) {
    return config.queues().containsKey("default") ? "" : " --queue " + config.queues().firstKey();
  }

  /**
   * Runs in the hook of SIGTERM and SIGINT; only halting lets it choose the exit code. A start that
   * is under way comes to its end first, so that its logs are closed as they should be.
   */
  private void stop(CompletableFuture<Gateway> starting) {
    Gateway gateway;
    try {
      gateway = starting.join();
    } catch (CancellationException e) {
      return; // it did not start, which was told
    }
    int code = ExitCode.LOST;
    try {
      Signals.onTermination(gateway::hasten);
      StopReport report = gateway.stop();
      if (report.isSafe()) {
        code = ExitCode.OK;
      } else {
        report.complaint().lines().forEach(terminal::complain);
      }
    } finally {
      terminal.err().flush();
      Runtime.getRuntime().halt(code);
    }
  }
}
