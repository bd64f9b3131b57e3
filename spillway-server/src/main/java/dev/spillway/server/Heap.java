package dev.spillway.server;

import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.QueueConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the heap has room for what the queues may hold. */
final class Heap {
  private static final Logger LOGGER = LoggerFactory.getLogger(Heap.class);

  /** What stays for bodies of requests, figures and the collector's own needs. */
  private static final long BESIDE_QUEUES_BYTES = 128L << 20;

  private Heap() {}

  /** Warns if the heap may become full before the queues do. */
  static void tellIfSmall(GatewayConfig config, long heapBytes) {
    long queuesBytes = config.queues().values().stream().mapToLong(QueueConfig::memoryBytes).sum();
    long neededBytes = 2 * queuesBytes + BESIDE_QUEUES_BYTES;
    if (heapBytes < neededBytes) {
      LOGGER.warn(
          "event=heap-small heapBytes={} neededBytes={} queuesBytes={} consequence={}",
          heapBytes,
          neededBytes,
          queuesBytes,
          LogValue.of("it may run out of memory and be ended; raise -Xmx or lower memory-bytes"));
    }
  }
}
