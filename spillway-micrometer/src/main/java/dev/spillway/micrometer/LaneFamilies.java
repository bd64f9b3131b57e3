package dev.spillway.micrometer;

import static dev.spillway.micrometer.MeterDescription.Kind.COUNTER;
import static dev.spillway.micrometer.MeterDescription.Kind.GAUGE;
import static dev.spillway.micrometer.MeterDescription.Kind.HISTOGRAM;
import static dev.spillway.micrometer.MeterFamily.PRIORITY;
import static dev.spillway.micrometer.MeterFamily.QUEUE;
import static dev.spillway.micrometer.MeterFamily.described;

import dev.spillway.Priority;
import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.MeterFamily.Series;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.PressureFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of lanes. */
final class LaneFamilies {
  static final List<MeterFamily<Snapshot>> ALL = all();

  private LaneFamilies() {}

  private static List<MeterFamily<Snapshot>> all() {
    List<MeterFamily<Snapshot>> families = new ArrayList<>();
    families.addAll(state());
    families.addAll(pressure());
    families.addAll(accounts());
    families.add(refused());
    families.add(waits());
    return List.copyOf(families);
  }

  private static List<MeterFamily<Snapshot>> state() {
    return List.of(
        lanes(GAUGE, "held.events", "Events held, wherever they are", l -> l.account().held()),
        lanes(GAUGE, "memory.events", "Events held in memory alone", LaneFigures::inMemory),
        lanes(
            GAUGE,
            "capacity.events",
            "The most events held in memory alone; 2147483647 without a bound in events",
            LaneFigures::capacity),
        lanes(
            GAUGE,
            "log.events",
            "Events in the log, those in delivery included",
            LaneFigures::inLog),
        lanes(
            GAUGE,
            "log.utilization.ratio",
            "How much of the disk that the lane may use is taken, from 0 to 1",
            LaneFigures::logUtilization),
        lanes(GAUGE, "retrying.events", "Events waiting for another try", LaneFigures::retrying),
        lanes(
            GAUGE,
            "disk.mode",
            "1 while every new event goes through the log",
            lane -> lane.inDiskMode() ? 1 : 0));
  }

  private static List<MeterFamily<Snapshot>> pressure() {
    return List.of(
        pressure(
            GAUGE,
            "spillway.lane.utilization.ratio",
            "How full the lane is, of its places or of the memory it may use, from 0 to 1",
            PressureFigures::utilization),
        pressure(
            GAUGE,
            "spillway.lane.backpressure",
            "1 while backpressure is on",
            pressure -> MeterFamily.toNumber(pressure.on())),
        pressure(
            GAUGE,
            "spillway.lane.throttle.delay.seconds",
            "What producers are told to wait now",
            pressure -> pressure.delay().toNanos() / MeterFamily.NANOS_PER_SECOND),
        pressure(
            COUNTER,
            "spillway.backpressure.activations",
            "Times that backpressure turned on",
            PressureFigures::activations),
        pressure(
            COUNTER,
            "spillway.events.delayed",
            "Events taken whose producer was told to wait",
            PressureFigures::delayed),
        pressure(
            COUNTER,
            "spillway.events.spilled.early",
            "Events that went to the log to keep room in memory",
            PressureFigures::spilledEarly),
        monitored());
  }

  /** What a guard in MONITOR only noted. */
  private static MeterFamily<Snapshot> monitored() {
    List<Series<Snapshot>> series = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      series.add(
          new Series<>(
              List.of(priority.token(), "delay"),
              s -> s.lane(priority).pressure().wouldHaveDelayed()));
      series.add(
          new Series<>(
              List.of(priority.token(), "spill"),
              s -> s.lane(priority).pressure().wouldHaveSpilled()));
    }
    return MeterFamily.plain(
        described(
            COUNTER,
            "spillway.backpressure.monitored.events",
            List.of(QUEUE, PRIORITY, "would"),
            "Events that mode MONITOR let pass, by what ENFORCE would have done: delay or spill"),
        series);
  }

  private static MeterFamily<Snapshot> pressure(
      Kind kind, String name, String meaning, ToDoubleFunction<PressureFigures> value) {
    return ofLanes(kind, name, meaning, lane -> value.applyAsDouble(lane.pressure()));
  }

  private static List<MeterFamily<Snapshot>> accounts() {
    return List.of(
        account("offered", "Events that producers brought", Account::offered),
        account("recovered", "Events that the log held at the start", Account::recovered),
        account("replayed", "Dead letters put back", Account::replayed),
        account("delivered", "Events that the sink took", Account::delivered),
        account("displaced", "Events pushed out for more important ones", Account::displaced),
        account("expired", "Events whose deadline passed while held", Account::expired),
        account("dead.lettered", "Events whose last try failed", Account::deadLettered),
        account("discarded", "Events that an operator purged", Account::discarded),
        account("quarantined", "Events lost to damage of the log", Account::quarantined),
        account("redelivered", "Deliveries of an event beyond its first", Account::redelivered),
        account("spilled", "Events read back from disk", Account::spilled));
  }

  private static MeterFamily<Snapshot> account(
      String name, String meaning, ToLongFunction<Account> count) {
    return ofLanes(
        COUNTER, "spillway.events." + name, meaning, lane -> count.applyAsLong(lane.account()));
  }

  private static MeterFamily<Snapshot> lanes(
      Kind kind, String name, String meaning, ToDoubleFunction<LaneFigures> value) {
    return ofLanes(kind, "spillway.lane." + name, meaning, value);
  }

  /** One for each lane. */
  private static MeterFamily<Snapshot> ofLanes(
      Kind kind, String name, String meaning, ToDoubleFunction<LaneFigures> value) {
    return MeterFamily.ofPriorities(
        described(kind, name, List.of(QUEUE, PRIORITY), meaning),
        (s, priority) -> value.applyAsDouble(s.lane(priority)));
  }

  private static MeterFamily<Snapshot> refused() {
    return MeterFamily.ofReasons(
        described(
            COUNTER,
            "spillway.events.refused",
            List.of(QUEUE, PRIORITY, "reason"),
            "Events not let in, by the reason that producers were told"),
        (s, priority) -> s.lane(priority).account().refused());
  }

  private static MeterFamily<Snapshot> waits() {
    return MeterFamily.ofWaits(
        described(
            HISTOGRAM,
            "spillway.wait.seconds",
            List.of(QUEUE, PRIORITY),
            "Time from acceptance to the start of the first delivery"),
        (s, priority) -> s.lane(priority).waits());
  }
}
