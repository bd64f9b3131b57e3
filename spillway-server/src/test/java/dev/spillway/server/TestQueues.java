package dev.spillway.server;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.queue.Strategy;
import dev.spillway.server.config.CircuitConfig;
import dev.spillway.server.config.Classification;
import dev.spillway.server.config.DeliveryConfig;
import dev.spillway.server.config.DiskConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.config.SinkConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations of queues for tests. */
public final class TestQueues {
  private TestQueues() {}

  /** Spillway's own names, with urgent and medium. */
  public static Map<String, Priority> names() {
    Map<String, Priority> names = new HashMap<>();
    for (Priority priority : Priority.values()) {
      names.put(priority.token(), priority);
    }
    names.put("urgent", Priority.HIGH);
    names.put("medium", Priority.NORMAL);
    return names;
  }

  public static Classification classification(Classification.Rule... rules) {
    return new Classification(names(), List.of(rules), Priority.NORMAL);
  }

  public static QueueConfig queue(String name, DiskMode mode, Classification classification) {
    return new QueueConfig(
        name,
        "general",
        QueuePolicy.builder(mode == DiskMode.NONE ? Strategy.DROP : Strategy.SPILL).build(),
        1 << 20,
        Map.of(),
        new DiskConfig(mode, 1 << 24),
        classification,
        new DeliveryConfig(1000, 1 << 20, 2, 3, Duration.ofSeconds(1), 2, circuit()),
        new SinkConfig.File(Path.of("unused"), SinkConfig.Format.ENVELOPE));
  }

  /** The circuit of a queue that configures none. */
  public static CircuitConfig circuit() {
    return new CircuitConfig(
        Mode.ENFORCE,
        0.5,
        10,
        5,
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        10);
  }
}
