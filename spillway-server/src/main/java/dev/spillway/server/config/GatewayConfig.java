package dev.spillway.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;

/**
 * Everything that the gateway is told. Immutable and valid as a whole.
 *
 * @param http where it listens and what it accepts
 * @param security who may call it, and how it proves who it is
 * @param dataDirectory holds one directory for each queue's log
 * @param shutdownDrain how long a stop goes on delivering
 * @param healthInterval how far back health looks
 * @param queues by name; at least one
 */
public record GatewayConfig(
    HttpConfig http,
    SecurityConfig security,
    Path dataDirectory,
    Duration shutdownDrain,
    Duration healthInterval,
    SortedMap<String, QueueConfig> queues) {

  /**
   * The queue called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public QueueConfig queue(String name) {
    QueueConfig queue = queues.get(name);
    if (queue == null) {
      throw new IllegalArgumentException("queue must be configured: name=" + name);
    }
    return queue;
  }
}
