package dev.spillway.simulator;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Bar;
import dev.spillway.simulator.scenario.Bar.Scope;
import dev.spillway.simulator.scenario.Bar.Terms;
import dev.spillway.simulator.scenario.Metric;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.Span;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Figures of one run, by the tasks' arrivals, held against the oracle's run on the same trace. */
final class Measures {
  private static final double CONVERGED_SHARE = 0.95;
  private static final double RECOVERED_SHARE = 0.99;
  private static final Bar.Bound ANY = new Bar.Bound(true, 0);

  private final Scenario scenario;
  private final Runs runs;
  private final Goodput goodput;

  Measures(Runs runs) {
    this.runs = runs;
    scenario = runs.scenario();
    goodput = new Goodput(runs);
  }

  /** The figure that a bar is set on; not a number where there is nothing to look at. */
  double of(Bar bar) {
    Selection selection = new Selection(scenario, bar.scope());
    return switch (bar.metric()) {
      case GOODPUT -> goodput.share(bar);
      case THROUGHPUT -> goodput.throughput(Objects.requireNonNull(bar.scope().during()));
      case FALSE_REFUSALS -> goodput.falseRefusals(selection);
      case P99 -> p99Millis(selection, 0);
      case WASTED -> runs.run().wastedShare();
      case CONVERGED ->
          SettlingTime.byCompletion(runs, CONVERGED_SHARE).millis(event(bar).from().toNanos());
      case RECOVERED ->
          SettlingTime.byArrival(runs, share(bar)).millis(event(bar).until().toNanos());
      case DEGRADED ->
          SettlingTime.beyondChance(runs, CONVERGED_SHARE).millis(event(bar).until().toNanos());
      case INVERSIONS -> Inversions.share(runs, selection);
      case FAIRNESS -> Fairness.index(runs, selection);
      case STUCK -> runs.run().longestWaitMillis();
      case STARTED -> goodput.started(selection);
      case BROKEN -> runs.run().broken();
      case REFUSED_AFTER -> runs.run().longestRefusalMillis();
      case BLOCKED -> runs.run().p99BlockedMillis();
    };
  }

  private Span event(Bar bar) {
    Span span = bar.scope().during() == null ? scenario.event() : bar.scope().during();
    return Objects.requireNonNull(span);
  }

  private static double share(Bar bar) {
    Double share = bar.terms().share();
    return share == null ? RECOVERED_SHARE : share;
  }

  private double p99Millis(Selection selection, double otherwise) {
    Latencies latencies = new Latencies(runs.run());
    for (int index = 0; index < runs.trace().size(); index++) {
      if (selection.holds(runs.trace().task(index))) {
        latencies.add(index);
      }
    }
    return latencies.p99Millis(otherwise);
  }

  /** The figures that make sense for the scenario, during its event or, without one, always. */
  Map<Figure, Double> figures() {
    EnumMap<Figure, Double> figures = new EnumMap<>(Figure.class);
    Span event = scenario.event();
    Scope scope = new Scope(event, null, null, null);
    put(figures, Figure.GOODPUT, bar(Metric.GOODPUT, scope, Terms.USUAL));
    put(
        figures,
        Figure.CRITICAL_SUCCESS,
        bar(
            Metric.GOODPUT,
            new Scope(event, null, Priority.CRITICAL, null),
            new Terms(Bar.Of.OFFERED, null, null)));
    double p99Millis = p99Millis(new Selection(scenario, scope), Double.NaN);
    if (!Double.isNaN(p99Millis)) {
      figures.put(Figure.P99_MILLIS, p99Millis);
    }
    if (event != null) {
      put(figures, Figure.CONVERGED_MILLIS, bar(Metric.CONVERGED, Scope.ALL, Terms.USUAL));
      if (canRecover(event)) {
        put(figures, Figure.RECOVERED_MILLIS, recovered());
      }
    }
    if (scenario.sources().stream().flatMap(s -> s.classes().keySet().stream()).distinct().count()
        > 1) {
      put(figures, Figure.INVERSIONS, bar(Metric.INVERSIONS, scope, Terms.USUAL));
    }
    if (scenario.sources().stream().anyMatch(source -> source.tenants() > 0)) {
      put(figures, Figure.FAIRNESS, bar(Metric.FAIRNESS, scope, Terms.USUAL));
    }
    return figures;
  }

  /** Whether a bar asks for it, or all that comes after the event could be served. */
  private boolean canRecover(Span event) {
    Span after = new Span(event.until(), scenario.length());
    int came = 0;
    int possible = 0;
    for (int index = 0; index < runs.trace().size(); index++) {
      if (after.contains(runs.trace().task(index).arrivalNanos())) {
        came++;
        possible += runs.oracle().isDone(index) ? 1 : 0;
      }
    }
    return scenario.bars().stream().anyMatch(bar -> bar.metric() == Metric.RECOVERED)
        || (came > 0 && possible >= RECOVERED_SHARE * came);
  }

  private void put(Map<Figure, Double> figures, Figure figure, Bar bar) {
    double value = of(bar);
    if (!Double.isNaN(value)) {
      figures.put(figure, value);
    }
  }

  private static Bar bar(Metric metric, Scope scope, Terms terms) {
    return new Bar(metric, ANY, scope, terms);
  }

  /** With the share that the scenario's own bar names, so that both tell the same. */
  private Bar recovered() {
    @Nullable Double share =
        scenario.bars().stream()
            .filter(bar -> bar.metric() == Metric.RECOVERED && bar.terms().share() != null)
            .findFirst()
            .map(bar -> bar.terms().share())
            .orElse(null);
    return bar(Metric.RECOVERED, Scope.ALL, new Terms(Bar.Of.ORACLE, null, share));
  }
}
