package dev.spillway.micrometer;

import dev.spillway.Priority;
import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.TimeBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One meter of a queue with all its series. Every series but the queue's label is known before the
 * first event, so that a rate over it has a start.
 *
 * @param applies whether a queue has it at all
 * @param series of a counter or a gauge; empty for a histogram
 * @param durations of a histogram; empty for the others
 */
record MeterFamily(
    MeterDescription description,
    Predicate<Snapshot> applies,
    List<Series> series,
    List<Durations> durations) {
  static final String QUEUE = "queue";
  static final String PRIORITY = "priority";
  static final double NANOS_PER_SECOND = 1e9;

  private static final Set<String> UNITS = Set.of("bytes", "seconds");

  /** One for the whole queue. */
  static MeterFamily ofQueue(
      Kind kind, String name, String meaning, ToDoubleFunction<Snapshot> value) {
    return plain(
        described(kind, name, List.of(QUEUE), meaning), List.of(new Series(List.of(), value)));
  }

  /** One for each lane. */
  static MeterFamily ofLanes(
      Kind kind, String name, String meaning, ToDoubleFunction<LaneFigures> value) {
    List<Series> series = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      series.add(new Series(List.of(priority.token()), s -> value.applyAsDouble(s.lane(priority))));
    }
    return plain(described(kind, name, List.of(QUEUE, PRIORITY), meaning), series);
  }

  /** One for each state that something can be in, of which one is 1 and the others are 0. */
  static <T> MeterFamily ofStates(
      MeterDescription description, T[] states, Function<T, String> token, State<T> state) {
    List<Series> series = new ArrayList<>();
    for (T each : states) {
      series.add(new Series(List.of(token.apply(each)), s -> toNumber(each.equals(state.in(s)))));
    }
    return plain(description, series);
  }

  static MeterFamily plain(MeterDescription description, List<Series> series) {
    return new MeterFamily(description, snapshot -> true, List.copyOf(series), List.of());
  }

  static MeterFamily histogram(MeterDescription description, List<Durations> durations) {
    return new MeterFamily(description, snapshot -> true, List.of(), List.copyOf(durations));
  }

  /** A name that ends in a unit is parted from it. */
  static MeterDescription described(Kind kind, String name, List<String> labels, String meaning) {
    int dot = name.lastIndexOf('.');
    String last = name.substring(dot + 1);
    boolean hasUnit = UNITS.contains(last);
    return new MeterDescription(
        hasUnit ? name.substring(0, dot) : name, kind, hasUnit ? last : "", labels, meaning);
  }

  /** The same for those queues alone that {@code condition} holds for. */
  MeterFamily where(Predicate<Snapshot> condition) {
    return new MeterFamily(description, condition, series, durations);
  }

  static double toNumber(boolean is) {
    return is ? 1 : 0;
  }

  /**
   * One series of a counter or gauge.
   *
   * @param values of the labels after {@code queue}, in their order
   */
  record Series(List<String> values, ToDoubleFunction<Snapshot> value) {}

  /** One series of a histogram. */
  record Durations(List<String> values, Function<Snapshot, DurationFigures> figures) {}

  /** What a histogram shows; the buckets are cumulative. */
  record DurationFigures(long count, double totalNanos, long maxNanos, List<TimeBucket> buckets) {}

  /** What state something is in. */
  @FunctionalInterface
  interface State<T> {
    T in(Snapshot snapshot);
  }
}
