package dev.spillway.server.config;

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

  /** All that holds, as YAML; what is not a default tells where it was said. */
  public String toYaml() {
    return ConfigPrinter.effective(settings);
  }
}
