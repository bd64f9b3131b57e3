package dev.spillway.micrometer;

import static dev.spillway.micrometer.MeterDescription.Kind.COUNTER;
import static dev.spillway.micrometer.MeterDescription.Kind.GAUGE;
import static dev.spillway.micrometer.MeterDescription.Kind.HISTOGRAM;
import static dev.spillway.micrometer.MeterFamily.PRIORITY;
import static dev.spillway.micrometer.MeterFamily.QUEUE;
import static dev.spillway.micrometer.MeterFamily.described;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.micrometer.MeterFamily.Series;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The one table of metric names of systems that Spillway takes the place of, by the profile that
 * stands for each, so that their dashboards and alerts go on working. Another system is another
 * entry here.
 */
final class OldNames {
  /** That system called its five levels so, and events of the profile still name them so. */
  private static final Map<Priority, String> SECURITY_LEVELS =
      Map.of(
          Priority.CRITICAL, "critical",
          Priority.HIGH, "urgent",
          Priority.NORMAL, "high",
          Priority.LOW, "medium",
          Priority.BULK, "low");

  /** Refusals for want of room. */
  private static final Set<Reason> DROPPED =
      Set.of(
          Reason.LANE_FULL,
          Reason.MEMORY_FULL,
          Reason.SPILL_FULL,
          Reason.DISK_FULL,
          Reason.BACKPRESSURE);

  private static final Map<String, List<MeterFamily<Snapshot>>> BY_PROFILE =
      new TreeMap<>(Map.of("security-events", securityEvents()));

  private OldNames() {}

  /** The profiles that have old names. */
  static Set<String> profiles() {
    return Set.copyOf(BY_PROFILE.keySet());
  }

  /** The old names of a profile; none for one that replaces nothing. */
  static List<MeterFamily<Snapshot>> of(String profile) {
    return BY_PROFILE.getOrDefault(profile, List.of());
  }

  private static List<MeterFamily<Snapshot>> securityEvents() {
    return List.of(
        securityLevels(
            "event_queue_size",
            "Events held, as spillway_lane_held_events",
            lane -> lane.account().held()),
        securityLevels(
            "event_queue_utilization",
            "How full the lane is, as spillway_lane_utilization_ratio",
            lane -> lane.pressure().utilization()),
        MeterFamily.plain(
            described(
                COUNTER,
                "novacron_security_backpressure_events_total",
                List.of(QUEUE, "strategy"),
                "Events that met a full lane: refused for want of room (drop), let in and told to"
                    + " wait (throttle), read back from disk (spill), displaced (shed)"),
            List.of(
                all("drop", lane -> dropped(lane.account())),
                all("throttle", lane -> lane.pressure().delayed()),
                all("spill", lane -> lane.account().spilled()),
                all("shed", lane -> lane.account().displaced()))),
        MeterFamily.histogram(
            described(
                HISTOGRAM,
                "novacron_security_event_processing_latency_seconds",
                List.of(QUEUE),
                "How long calls of the sink took, as spillway_delivery_seconds"),
            List.of(SinkFamilies.calls(List.of()))),
        QueueFamilies.ofQueue(
            GAUGE,
            "novacron_security_event_throttle_rate",
            "Events for each second whose producer was told to wait, over the last 10 s or more",
            OldNames::throttleRate));
  }

  private static MeterFamily<Snapshot> securityLevels(
      String name, String meaning, ToDoubleFunction<LaneFigures> value) {
    List<Series<Snapshot>> series = new ArrayList<>();
    SECURITY_LEVELS.forEach(
        (priority, level) ->
            series.add(new Series<>(List.of(level), s -> value.applyAsDouble(s.lane(priority)))));
    return MeterFamily.plain(
        described(GAUGE, "novacron_security_" + name, List.of(QUEUE, PRIORITY), meaning), series);
  }

  private static Series<Snapshot> all(String strategy, ToLongFunction<LaneFigures> count) {
    return new Series<>(List.of(strategy), s -> total(s, count));
  }

  private static long total(Snapshot snapshot, ToLongFunction<LaneFigures> count) {
    return snapshot.queue().lanes().values().stream().mapToLong(count).sum();
  }

  private static double throttleRate(Snapshot snapshot) {
    Snapshot earlier = snapshot.earlier();
    if (earlier == null || snapshot.atNanos() == earlier.atNanos()) {
      return 0;
    }
    long delayed =
        total(snapshot, lane -> lane.pressure().delayed())
            - total(earlier, lane -> lane.pressure().delayed());
    double seconds = (snapshot.atNanos() - earlier.atNanos()) / MeterFamily.NANOS_PER_SECOND;
    return delayed / seconds;
  }

  private static long dropped(Account account) {
    return account.refused().entrySet().stream()
        .filter(entry -> DROPPED.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
