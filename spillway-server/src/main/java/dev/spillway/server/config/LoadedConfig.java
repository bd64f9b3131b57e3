package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;

/** A valid configuration that still knows where each value came from. Immutable. */
public final class LoadedConfig {
  private final GatewayConfig config;
  private final Settings settings;

  LoadedConfig(GatewayConfig config, Settings settings) {
    this.config = config;
    this.settings = settings;
  }

  public GatewayConfig config() {
    return config;
  }

  /**
   * What holds once {@code json}, an object of a queue's keys, lies on what {@code queue} is told
   * now. Only keys that can be changed while the gateway runs may stand in it.
   *
   * @throws ConfigException with every mistake found, if there is any
   */
  public LoadedConfig changed(String queue, String json) throws ConfigException {
    config.queue(queue);
    Mistakes mistakes = new Mistakes();
    Settings next = settings.copy(mistakes);
    new ChangeLayer(next, mistakes, queue).read(json);
    GatewayConfig changed = new ConfigAssembler(next, mistakes).assemble();
    ConfigException.throwIfAny(mistakes);
    return new LoadedConfig(changed, next);
  }

  /** Where the value of the key with this whole path was given, such as a file's line. */
  public String placeOf(String path) {
    return settings.originOf(path).place();
  }

  /** All that holds, as YAML; what is not a default tells where it was said. */
  public String toYaml() {
    return ConfigPrinter.effective(settings);
  }
}
