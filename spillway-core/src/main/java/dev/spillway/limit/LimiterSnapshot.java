package dev.spillway.limit;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.WaitFigures;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A copy of all figures of a limiter. */
record LimiterSnapshot(
    String name,
    Mode mode,
    int limit,
    int inFlight,
    Map<Priority, Integer> waiting,
    Map<String, Duration> service,
    Set<String> hanging,
    Map<Priority, Long> admitted,
    Map<Priority, Map<Reason, Long>> refused,
    Map<Priority, Long> abandoned,
    Map<Priority, Long> wouldHaveRefused,
    long reclaimed,
    Map<Priority, WaitFigures> waits)
    implements LimiterFigures {

  /** Taken under the limiter's lock. */
  static LimiterSnapshot of(String name, Mode mode, Holdings holdings, LimiterCounts counts) {
    Map<Priority, Integer> waiting = new EnumMap<>(Priority.class);
    Map<Priority, Long> admitted = new EnumMap<>(Priority.class);
    Map<Priority, Map<Reason, Long>> refused = new EnumMap<>(Priority.class);
    Map<Priority, Long> abandoned = new EnumMap<>(Priority.class);
    Map<Priority, Long> wouldHaveRefused = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      waiting.put(priority, holdings.waiting(priority.ordinal()));
      admitted.put(priority, counts.admittedSum(priority));
      refused.put(priority, Collections.unmodifiableMap(refusedOf(priority, counts)));
      abandoned.put(priority, counts.abandonedSum(priority));
      wouldHaveRefused.put(priority, counts.wouldHaveRefusedSum(priority));
    }
    Map<String, Duration> service = new TreeMap<>();
    Set<String> hanging = new TreeSet<>();
    for (Partition partition : holdings.partitions()) {
      service.put(partition.name(), Duration.ofNanos((long) partition.capacity().meanNanos()));
      if (partition.capacity().isSuspect()) {
        hanging.add(partition.name());
      }
    }
    return new LimiterSnapshot(
        name,
        mode,
        holdings.limit(),
        holdings.slots().taken(),
        Collections.unmodifiableMap(waiting),
        Collections.unmodifiableMap(service),
        Collections.unmodifiableSet(hanging),
        Collections.unmodifiableMap(admitted),
        Collections.unmodifiableMap(refused),
        Collections.unmodifiableMap(abandoned),
        Collections.unmodifiableMap(wouldHaveRefused),
        counts.reclaimedSum(),
        counts.waits.figures());
  }

  private static Map<Reason, Long> refusedOf(Priority priority, LimiterCounts counts) {
    Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      long count = counts.refusedSum(priority, reason);
      if (count > 0) {
        refused.put(reason, count);
      }
    }
    return refused;
  }
}
