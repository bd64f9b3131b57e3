package dev.spillway.server;

import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.LoadedConfig;
import dev.spillway.server.config.QueueConfig;

/** What the gateway is told now: what it was started with, and all changes since. Thread-safe. */
final class LiveConfig {
  /** Guarded by this. */
  private LoadedConfig now;

  LiveConfig(LoadedConfig started) {
    now = started;
  }

  /** All that holds now. */
  synchronized GatewayConfig config() {
    return now.config();
  }

  /** Changes what {@code queue} is told; returns all that it is told then. */
  synchronized QueueConfig change(String queue, String json) throws ConfigException {
    now = now.changed(queue, json);
    return now.config().queue(queue);
  }

  /** What of it concerns one queue, and what that queue was started with. */
  record Part(LiveConfig all, QueueConfig started) {
    QueueConfig change(String json) throws ConfigException {
      return all.change(started.name(), json);
    }
  }
}
