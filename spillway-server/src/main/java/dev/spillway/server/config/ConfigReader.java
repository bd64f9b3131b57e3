package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;

/**
 * Reads a configuration from all of its sources. Stateless.
 *
 * <pre>{@code
 * LoadedConfig loaded = ConfigReader.read(new ConfigInputs(file, System.getenv(), List.of()));
 * GatewayConfig config = loaded.config();
 * }</pre>
 */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * Lays the sources on each other and checks the whole.
   *
   * @throws ConfigException with every mistake found, if there is any
   */
  public static LoadedConfig read(ConfigInputs inputs) throws ConfigException {
    Mistakes mistakes = new Mistakes();
    Settings settings = new Settings(mistakes);
    if (inputs.file() != null) {
      new FileLayer(settings, mistakes).read(inputs.file());
    }
    new AssignmentLayer(settings, mistakes).read(inputs.assignments());
    new EnvironmentLayer(settings, mistakes).read(inputs.environment());
    GatewayConfig config = new ConfigAssembler(settings, mistakes).assemble();
    ConfigException.throwIfAny(mistakes);
    return new LoadedConfig(config, settings);
  }
}
