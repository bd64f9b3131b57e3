package dev.spillway.server;

import java.util.Map;

/**
 * What a stop came to, in events.
 *
 * @param kept what waits in the log for the next start, by queue
 * @param lost what was held and is gone, by queue; queues that lost nothing are left out
 */
public record StopReport(Map<String, Long> kept, Map<String, Long> lost) {
  public StopReport {
    kept = Map.copyOf(kept);
    lost = Map.copyOf(lost);
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
