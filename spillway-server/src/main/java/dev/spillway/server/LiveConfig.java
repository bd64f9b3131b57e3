package dev.spillway.server;

import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.LoadedConfig;
import dev.spillway.server.config.QueueConfig;
import java.util.function.Consumer;

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

  /**
   * Changes what {@code queue} is told, and has {@code applied} carry it out before the next
   * change. When that throws, nothing is changed.
   */
  synchronized void change(String queue, String json, Consumer<QueueConfig> applied)
      throws ConfigException {
    LoadedConfig next = now.changed(queue, json);
    applied.accept(next.config().queue(queue));
    now = next;
  }

  /** What of it concerns one queue, and what that queue was started with. */
  record Part(LiveConfig all, QueueConfig started) {
    void change(String json, Consumer<QueueConfig> applied) throws ConfigException {
      all.change(started.name(), json, applied);
    }
  }
}
