package dev.spillway.server.cli;

import dev.spillway.server.Gateway;
import dev.spillway.server.GatewayException;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.ConfigPrinter;
import dev.spillway.server.config.LoadedConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway config}. */
@Command(
    name = "config",
    header = "Print or check the configuration.",
    description = {
      "",
      "Without options: what would hold for serve, as YAML, with where each value was set."
    },
    footer = {
      "",
      "Examples:",
      "  spillway config --defaults > spillway.yaml",
      "  spillway config --config spillway.yaml --check",
      "  spillway config --set queues.orders.profile=security-events",
      "",
      "Exit codes:",
      "  0  the configuration is valid",
      "  2  the command line is not understood",
      "  3  the configuration has mistakes; each is told with its place. With --check also: the",
      "     certificate that it names cannot be used"
    })
final class ConfigCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--defaults", description = "Print every key with its meaning and default.")
  private boolean defaults;

  @Option(names = "--check", description = "Print nothing but mistakes and a last word.")
  private boolean check;

  private final Terminal terminal;
  private final Map<String, String> environment;

  ConfigCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (defaults) {
      terminal.out().print(ConfigPrinter.defaults());
      terminal.out().flush();
      return ExitCode.OK;
    }
    LoadedConfig loaded;
    try {
      loaded = options.read(environment);
    } catch (ConfigException e) {
      return ConfigOptions.complain(terminal, e);
    }
    if (check) {
      try {
        Gateway.check(loaded);
      } catch (GatewayException e) {
        terminal.complain(String.valueOf(e.getMessage()));
        return ExitCode.CONFIGURATION;
      }
      terminal.out().println("The configuration is valid.");
    } else {
      terminal.out().print(loaded.toYaml());
    }
    terminal.out().flush();
    return ExitCode.OK;
  }
}
