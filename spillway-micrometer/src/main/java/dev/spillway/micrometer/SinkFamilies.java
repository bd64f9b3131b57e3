package dev.spillway.micrometer;

import static dev.spillway.micrometer.MeterDescription.Kind.COUNTER;
import static dev.spillway.micrometer.MeterDescription.Kind.GAUGE;
import static dev.spillway.micrometer.MeterDescription.Kind.HISTOGRAM;
import static dev.spillway.micrometer.MeterFamily.QUEUE;
import static dev.spillway.micrometer.MeterFamily.described;
import static dev.spillway.micrometer.MeterFamily.toNumber;

import dev.spillway.circuit.CircuitFigures;
import dev.spillway.circuit.CircuitState;
import dev.spillway.delivery.CallTimeFigures;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.MeterFamily.DurationFigures;
import dev.spillway.micrometer.MeterFamily.Durations;
import dev.spillway.micrometer.MeterFamily.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The meters of a queue's sink, of the calls to it and of the circuit before it. */
final class SinkFamilies {
  static final List<MeterFamily<Snapshot>> ALL = all();

  private SinkFamilies() {}

  private static List<MeterFamily<Snapshot>> all() {
    List<MeterFamily<Snapshot>> families = new ArrayList<>();
    families.addAll(calls());
    families.add(errors());
    families.add(
        MeterFamily.histogram(
            described(
                HISTOGRAM,
                "spillway.delivery.seconds",
                List.of(QUEUE),
                "How long calls of the sink took that took their events"),
            List.of(calls(List.of()))));
    families.addAll(circuit());
    return List.copyOf(families);
  }

  private static List<MeterFamily<Snapshot>> calls() {
    return List.of(
        sink(
            COUNTER,
            "deliveries",
            "Calls that took at least a part of their events",
            DeliveryFigures::deliveries),
        sink(
            COUNTER,
            "failures",
            "Calls that failed for the endpoint's reasons",
            DeliveryFigures::endpointFailures),
        sink(
            COUNTER,
            "refusals",
            "Calls refused as a whole for the sake of what they carried",
            DeliveryFigures::batchRefusals),
        sink(GAUGE, "in.flight", "Calls under way", DeliveryFigures::inFlight),
        sink(
            GAUGE,
            "trouble",
            "1 while the sink could not work when it was last called",
            delivery -> toNumber(delivery.trouble() != null)));
  }

  private static MeterFamily<Snapshot> sink(
      Kind kind, String name, String meaning, ToDoubleFunction<DeliveryFigures> value) {
    return QueueFamilies.ofQueue(
        kind, "spillway.sink." + name, meaning, s -> value.applyAsDouble(s.delivery()));
  }

  private static MeterFamily<Snapshot> errors() {
    List<Series<Snapshot>> series = new ArrayList<>();
    for (ErrorCategory category : ErrorCategory.values()) {
      series.add(
          new Series<>(
              List.of(category.token()), s -> s.delivery().errors().getOrDefault(category, 0L)));
    }
    return MeterFamily.plain(
        described(
            COUNTER,
            "spillway.sink.errors",
            List.of(QUEUE, "category"),
            "Calls in which something went wrong, by what"),
        series);
  }

  /** The times of all calls since the start, as a series with these further labels. */
  static Durations<Snapshot> calls(List<String> values) {
    return new Durations<>(values, s -> figures(s.delivery().totalTimes()));
  }

  private static DurationFigures figures(CallTimeFigures times) {
    return new DurationFigures(
        times.count(), times.totalNanos(), times.maxNanos(), times.buckets());
  }

  private static List<MeterFamily<Snapshot>> circuit() {
    return List.of(
        MeterFamily.ofStates(
            described(
                GAUGE,
                "spillway.circuit.state",
                List.of(QUEUE, "state"),
                "1 for the state that the circuit is in, 0 for the others"),
            CircuitState.values(),
            CircuitState::token,
            s -> s.delivery().circuit().state()),
        circuit(
            GAUGE,
            "held",
            "1 while somebody forced the state",
            circuit -> toNumber(circuit.held())),
        circuit(
            GAUGE,
            "failure.ratio",
            "The share of the window's calls that failed, from 0 to 1",
            CircuitFigures::failureRate),
        circuit(COUNTER, "opened", "Times that the circuit opened", CircuitFigures::openedTimes),
        circuit(COUNTER, "refused.calls", "Calls that it kept back", CircuitFigures::refused),
        circuit(
            COUNTER,
            "monitored.calls",
            "Calls that mode MONITOR let through and ENFORCE would have kept back",
            CircuitFigures::wouldHaveRefused));
  }

  private static MeterFamily<Snapshot> circuit(
      Kind kind, String name, String meaning, ToDoubleFunction<CircuitFigures> value) {
    return QueueFamilies.ofQueue(
        kind,
        "spillway.circuit." + name,
        meaning,
        s -> value.applyAsDouble(s.delivery().circuit()));
  }
}
