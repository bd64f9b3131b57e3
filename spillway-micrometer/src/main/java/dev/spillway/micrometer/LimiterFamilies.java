package dev.spillway.micrometer;

import static dev.spillway.micrometer.MeterDescription.Kind.COUNTER;
import static dev.spillway.micrometer.MeterDescription.Kind.GAUGE;
import static dev.spillway.micrometer.MeterDescription.Kind.HISTOGRAM;
import static dev.spillway.micrometer.MeterFamily.NANOS_PER_SECOND;
import static dev.spillway.micrometer.MeterFamily.PRIORITY;
import static dev.spillway.micrometer.MeterFamily.described;
import static dev.spillway.micrometer.MeterFamily.toNumber;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.limit.LimiterFigures;
import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.MeterFamily.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** The meters of a limiter. */
final class LimiterFamilies {
  private static final String LIMITER = "limiter";
  private static final String DEPENDENCY = "dependency";

  /** Stands for all other dependencies: Prometheus knows no label without a value. */
  private static final String OTHERS = "-";

  private LimiterFamilies() {}

  /** Those of a limiter with these dependencies, the empty name for all others. */
  static List<MeterFamily<LimiterFigures>> of(Collection<String> dependencies) {
    List<MeterFamily<LimiterFigures>> families = new ArrayList<>();
    families.addAll(state());
    families.addAll(ofDependencies(dependencies));
    families.addAll(counts());
    families.add(waits());
    return List.copyOf(families);
  }

  private static List<MeterFamily<LimiterFigures>> state() {
    return List.of(
        ofLimiter(
            GAUGE, "limit", "How many requests may be worked on at once", LimiterFigures::limit),
        ofLimiter(GAUGE, "in.flight", "Requests that are worked on", LimiterFigures::inFlight),
        ofClasses(
            GAUGE,
            "waiting.requests",
            "Requests that wait for a slot; all as critical where the order looks at no classes",
            LimiterFigures::waiting),
        MeterFamily.ofStates(
            described(
                GAUGE,
                "spillway.limiter.mode",
                List.of(LIMITER, "mode"),
                "1 for the mode that the limiter is in, 0 for the others"),
            Mode.values(),
            Mode::token,
            LimiterFigures::mode));
  }

  private static List<MeterFamily<LimiterFigures>> ofDependencies(Collection<String> names) {
    return List.of(
        ofDependencies(
            "service.seconds",
            "How long work that needs the dependency holds a slot; 0 until some was timed",
            names,
            (figures, name) ->
                figures.service().getOrDefault(name, Duration.ZERO).toNanos() / NANOS_PER_SECOND),
        ofDependencies(
            "hanging",
            "1 while the dependency hangs, so that only probes of it are let through",
            names,
            (figures, name) -> toNumber(figures.hanging().contains(name))));
  }

  private static List<MeterFamily<LimiterFigures>> counts() {
    return List.of(
        ofClasses(
            COUNTER,
            "admitted.requests",
            "Requests that were given a permit",
            LimiterFigures::admitted),
        refused(),
        ofClasses(
            COUNTER,
            "monitored.requests",
            "Requests that mode MONITOR let through and ENFORCE would have refused",
            LimiterFigures::wouldHaveRefused),
        ofClasses(
            COUNTER,
            "abandoned.requests",
            "Requests that gave up while they waited",
            LimiterFigures::abandoned),
        ofLimiter(
            COUNTER,
            "reclaimed.permits",
            "Permits that were held for too long and taken back",
            LimiterFigures::reclaimed));
  }

  private static MeterFamily<LimiterFigures> ofLimiter(
      Kind kind, String name, String meaning, ToDoubleFunction<LimiterFigures> value) {
    return MeterFamily.plain(
        described(kind, "spillway.limiter." + name, List.of(LIMITER), meaning),
        List.of(new Series<>(List.of(), value)));
  }

  private static MeterFamily<LimiterFigures> ofClasses(
      Kind kind,
      String name,
      String meaning,
      Function<LimiterFigures, Map<Priority, ? extends Number>> values) {
    return MeterFamily.ofPriorities(
        described(kind, "spillway.limiter." + name, List.of(LIMITER, PRIORITY), meaning),
        (figures, priority) -> of(priority, values.apply(figures)).doubleValue());
  }

  private static MeterFamily<LimiterFigures> ofDependencies(
      String name,
      String meaning,
      Collection<String> dependencies,
      ToDoubleBiFunction<LimiterFigures, String> value) {
    List<Series<LimiterFigures>> series = new ArrayList<>();
    for (String dependency : dependencies) {
      series.add(
          new Series<>(
              List.of(dependency.isEmpty() ? OTHERS : dependency),
              figures -> value.applyAsDouble(figures, dependency)));
    }
    return MeterFamily.plain(
        described(GAUGE, "spillway.limiter." + name, List.of(LIMITER, DEPENDENCY), meaning),
        series);
  }

  private static MeterFamily<LimiterFigures> refused() {
    return MeterFamily.ofReasons(
        described(
            COUNTER,
            "spillway.limiter.refused.requests",
            List.of(LIMITER, PRIORITY, "reason"),
            "Requests that were refused, at the door or while they waited, by the reason they were"
                + " told"),
        (figures, priority) -> of(priority, figures.refused()));
  }

  private static MeterFamily<LimiterFigures> waits() {
    return MeterFamily.ofWaits(
        described(
            HISTOGRAM,
            "spillway.limiter.wait.seconds",
            List.of(LIMITER, PRIORITY),
            "How long requests waited for a slot; those that got one at once, or none, are not in it"),
        (figures, priority) -> of(priority, figures.waits()));
  }

  private static <V> V of(Priority priority, Map<Priority, V> values) {
    return Objects.requireNonNull(values.get(priority), priority::token);
  }
}
