package dev.spillway.micrometer;

import static dev.spillway.micrometer.MeterDescription.Kind.COUNTER;
import static dev.spillway.micrometer.MeterDescription.Kind.GAUGE;
import static dev.spillway.micrometer.MeterFamily.QUEUE;
import static dev.spillway.micrometer.MeterFamily.described;
import static dev.spillway.micrometer.MeterFamily.toNumber;

import dev.spillway.Mode;
import dev.spillway.micrometer.MeterFamily.Series;
import dev.spillway.queue.GuardFigures;
import dev.spillway.rate.RateFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The meters of the guards in front of a queue's lanes, and of the flow that they let in. */
final class GuardFamilies {
  /** The guards that every queue has, in the order in which events meet them. */
  static final List<String> GUARDS = List.of("deadline", "tenant-quota", "tenant-share", "rate");

  private static final String GUARD = "guard";

  static final List<MeterFamily<Snapshot>> ALL = all();

  private GuardFamilies() {}

  private static List<MeterFamily<Snapshot>> all() {
    List<Series<Snapshot>> refused = new ArrayList<>();
    List<Series<Snapshot>> monitored = new ArrayList<>();
    List<Series<Snapshot>> modes = new ArrayList<>();
    for (String guard : GUARDS) {
      refused.add(series(guard, List.of(guard), GuardFigures::refused));
      monitored.add(series(guard, List.of(guard), GuardFigures::wouldHaveRefused));
      for (Mode mode : Mode.values()) {
        modes.add(series(guard, List.of(guard, mode.token()), f -> toNumber(f.mode() == mode)));
      }
    }
    return List.of(
        MeterFamily.plain(
            described(
                COUNTER,
                "spillway.guard.refused.events",
                List.of(QUEUE, GUARD),
                "Events that a guard refused before they came to a lane"),
            refused),
        MeterFamily.plain(
            described(
                COUNTER,
                "spillway.guard.monitored.events",
                List.of(QUEUE, GUARD),
                "Events that a guard in mode MONITOR let pass and would have refused"),
            monitored),
        MeterFamily.plain(
            described(
                GAUGE,
                "spillway.guard.mode",
                List.of(QUEUE, GUARD, "mode"),
                "1 for the mode that a guard is in, 0 for the others"),
            modes),
        rate("bound", "Events for each second that may be let in", RateFigures::eventsPerSecond),
        rate("measured", "Events for each second let in lately", RateFigures::measuredPerSecond),
        rate(
            "available.events", "Events that could be let in at once now", RateFigures::available));
  }

  private static Series<Snapshot> series(
      String guard, List<String> values, ToDoubleFunction<GuardFigures> value) {
    return new Series<>(values, s -> value.applyAsDouble(guard(s, guard)));
  }

  private static GuardFigures guard(Snapshot snapshot, String name) {
    return snapshot.queue().guards().stream()
        .filter(guard -> guard.guard().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("queue has no such guard: guard=" + name));
  }

  private static MeterFamily<Snapshot> rate(
      String name, String meaning, ToDoubleFunction<RateFigures> value) {
    return QueueFamilies.ofQueue(
        GAUGE, "spillway.rate." + name, meaning, s -> value.applyAsDouble(s.queue().rate()));
  }
}
