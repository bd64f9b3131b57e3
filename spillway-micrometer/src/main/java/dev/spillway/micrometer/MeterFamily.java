package dev.spillway.micrometer;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.TimeBucket;
import dev.spillway.WaitFigures;
import dev.spillway.micrometer.MeterDescription.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * One meter with all its series. Every series but the first label's, which is whose meter it is, is
 * known before anything happens, so that a rate over it has a start.
 *
 * @param <S> what is looked at for the values
 * @param applies whether there is anything to show at all
 * @param series of a counter or a gauge; empty for a histogram
 * @param durations of a histogram; empty for the others
 */
record MeterFamily<S>(
    MeterDescription description,
    Predicate<S> applies,
    List<Series<S>> series,
    List<Durations<S>> durations) {
  static final String QUEUE = "queue";
  static final String PRIORITY = "priority";
  static final double NANOS_PER_SECOND = 1e9;

  private static final Set<String> UNITS = Set.of("bytes", "seconds");

  /** One for each state that something can be in, of which one is 1 and the others are 0. */
  static <S, T> MeterFamily<S> ofStates(
      MeterDescription description, T[] states, Function<T, String> token, Function<S, T> state) {
    List<Series<S>> series = new ArrayList<>();
    for (T each : states) {
      series.add(
          new Series<>(List.of(token.apply(each)), s -> toNumber(each.equals(state.apply(s)))));
    }
    return plain(description, series);
  }

  /** One for each priority. */
  static <S> MeterFamily<S> ofPriorities(
      MeterDescription description, ToDoubleBiFunction<S, Priority> value) {
    List<Series<S>> series = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      series.add(new Series<>(List.of(priority.token()), s -> value.applyAsDouble(s, priority)));
    }
    return plain(description, series);
  }

  /** One for each priority and each reason to refuse. */
  static <S> MeterFamily<S> ofReasons(
      MeterDescription description, BiFunction<S, Priority, Map<Reason, Long>> refused) {
    List<Series<S>> series = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      for (Reason reason : Reason.values()) {
        series.add(
            new Series<>(
                List.of(priority.token(), reason.token()),
                s -> refused.apply(s, priority).getOrDefault(reason, 0L)));
      }
    }
    return plain(description, series);
  }

  /** A histogram for each priority. */
  static <S> MeterFamily<S> ofWaits(
      MeterDescription description, BiFunction<S, Priority, WaitFigures> waits) {
    List<Durations<S>> durations = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      durations.add(
          new Durations<>(
              List.of(priority.token()), s -> DurationFigures.of(waits.apply(s, priority))));
    }
    return histogram(description, durations);
  }

  static <S> MeterFamily<S> plain(MeterDescription description, List<Series<S>> series) {
    return new MeterFamily<>(description, snapshot -> true, List.copyOf(series), List.of());
  }

  static <S> MeterFamily<S> histogram(MeterDescription description, List<Durations<S>> durations) {
    return new MeterFamily<>(description, snapshot -> true, List.of(), List.copyOf(durations));
  }

  /** A name that ends in a unit is parted from it. */
  static MeterDescription described(Kind kind, String name, List<String> labels, String meaning) {
    int dot = name.lastIndexOf('.');
    String last = name.substring(dot + 1);
    boolean hasUnit = UNITS.contains(last);
    return new MeterDescription(
        hasUnit ? name.substring(0, dot) : name, kind, hasUnit ? last : "", labels, meaning);
  }

  /** The same only where {@code condition} holds. */
  MeterFamily<S> where(Predicate<S> condition) {
    return new MeterFamily<>(description, condition, series, durations);
  }

  static double toNumber(boolean is) {
    return is ? 1 : 0;
  }

  /**
   * One series of a counter or gauge.
   *
   * @param values of the labels after the first, in their order
   */
  record Series<S>(List<String> values, ToDoubleFunction<S> value) {}

  /** One series of a histogram. */
  record Durations<S>(List<String> values, Function<S, DurationFigures> figures) {}

  /** What a histogram shows; the buckets are cumulative. */
  record DurationFigures(long count, double totalNanos, long maxNanos, List<TimeBucket> buckets) {
    static DurationFigures of(WaitFigures waits) {
      return new DurationFigures(
          waits.count(), waits.totalNanos(), waits.maxNanos(), waits.buckets());
    }
  }
}
