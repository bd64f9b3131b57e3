package dev.spillway.server.cli;

import dev.spillway.server.LogSizes;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a configuration comes from. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file. Default: SPILLWAY_CONFIG if set, or none.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set one key, such as http.port=9090; may be given several times.")
  private List<String> assignments = List.of();

  @Option(names = "--port", paramLabel = "N", description = "Short for --set http.port=N.")
  private @Nullable String port;

  @Option(names = "--data", paramLabel = "DIR", description = "Short for --set data.directory=DIR.")
  private @Nullable String data;

  LoadedConfig read(Map<String, String> environment) throws ConfigException {
    List<String> all = new ArrayList<>(assignments);
    if (port != null) {
      all.add("http.port=" + port);
    }
    if (data != null) {
      all.add("data.directory=" + data);
    }
    String variable = environment.getOrDefault("SPILLWAY_CONFIG", "");
    Path chosen = file == null && !variable.isEmpty() ? Path.of(variable) : file;
    LoadedConfig loaded = ConfigReader.read(new ConfigInputs(chosen, environment, all));
    List<String> problems =
        LogSizes.problems(loaded.config()).stream()
            .map(problem -> loaded.placeOf(problem.path()) + ": " + problem.message())
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return loaded;
  }

  /** Tells every mistake, a line each, and what to do. */
  static int complain(Terminal terminal, ConfigException e) {
    for (String mistake : e.mistakes()) {
      terminal.err().println(mistake);
    }
    terminal.complain(
        "the configuration has "
            + Show.count(e.mistakes().size(), "mistake")
            + "; spillway config --defaults lists every key with its meaning");
    return ExitCode.CONFIGURATION;
  }
}
