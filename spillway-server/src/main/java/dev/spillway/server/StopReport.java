package dev.spillway.server;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a stop came to, in events.
 *
 * @param kept what waits in the log for the next start, by queue
 * @param lost what was held and is gone, by queue; queues that lost nothing are left out
 * @param unsafe by queue, in words, what may be gone because its log could not be closed; it is not
 *     among the kept
 */
public record StopReport(
    Map<String, Long> kept, Map<String, Long> lost, Map<String, String> unsafe) {
  public StopReport {
    kept = Map.copyOf(kept);
    lost = Map.copyOf(lost);
    unsafe = Map.copyOf(unsafe);
  }

  /** Whether every event that was held waits in the log for the next start. */
  public boolean isSafe() {
    return lost.isEmpty() && unsafe.isEmpty();
  }

  /** What is lost or may be, a line for each queue; empty when all is safe. */
  public String complaint() {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(lost)
        .forEach(
            (queue, events) ->
                lines.append(
                    String.format("queue %s: events lost at the stop: %,d%n", queue, events)));
    new TreeMap<>(unsafe)
        .forEach((queue, what) -> lines.append(String.format("queue %s: %s%n", queue, what)));
    return lines.toString().stripTrailing();
  }

  /** What all queues have lost together. */
  public long lostTotal() {
    return lost.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What all queues have kept together. */
  public long keptTotal() {
    return kept.values().stream().mapToLong(Long::longValue).sum();
  }
}
