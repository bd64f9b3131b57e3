package dev.spillway.simulator.scenario;

import dev.spillway.simulator.scenario.Bar.Of;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of bars: each has what its metric needs, and nothing that it does not look at. */
final class BarRules {
  private static final Set<Metric> DURING = Set.of(Metric.THROUGHPUT, Metric.STARTED);
  private static final Set<Metric> OF_EVENT =
      Set.of(Metric.CONVERGED, Metric.RECOVERED, Metric.DEGRADED);

  private final Problems problems;
  private final List<Source> sources;
  private final boolean hasEvent;

  BarRules(Problems problems, List<Source> sources, @Nullable Span event) {
    this.problems = problems;
    this.sources = sources;
    hasEvent = event != null;
  }

  void check(List<Bar> bars) {
    for (int index = 0; index < bars.size(); index++) {
      check("bars[" + index + "]", bars.get(index));
    }
  }

  private void check(String path, Bar bar) {
    double value = bar.bound().value();
    problems.require(
        value >= 0 && value <= Double.MAX_VALUE,
        path + (bar.bound().least() ? ".at-least" : ".at-most"),
        "a number of at least 0",
        Units.text(value));
    if (bar.scope().during() != null) {
      problems.span(path + ".during", bar.scope().during());
    }
    source(path, bar);
    calls(path, bar);
    used(path, bar);
    needed(path, bar);
    Double share = bar.terms().share();
    if (share != null) {
      problems.number(path + ".share", share, 0, 1);
    }
  }

  private void source(String path, Bar bar) {
    String source = bar.scope().source();
    List<String> names = sources.stream().map(Source::name).toList();
    problems.require(
        source == null || names.contains(source),
        path + ".source",
        "a source's name: " + String.join(", ", names),
        String.valueOf(source),
        "sources");
  }

  private void calls(String path, Bar bar) {
    Integer calls = bar.scope().calls();
    int most = sources.stream().mapToInt(Source::calls).max().orElse(1);
    problems.require(
        calls == null || (calls >= 1 && calls <= most),
        path + ".calls",
        "a whole number from 1 to " + most + ", the most calls of a task",
        String.valueOf(calls),
        "sources");
  }

  private void used(String path, Bar bar) {
    Bar.Scope scope = bar.scope();
    Bar.Terms terms = bar.terms();
    used(path, bar, "during", scope.during());
    used(path, bar, "source", scope.source());
    used(path, bar, "priority", scope.priority());
    used(path, bar, "calls", scope.calls());
    used(path, bar, "of", terms.of() == Of.ORACLE ? null : terms.of());
    used(path, bar, "by", terms.by());
    used(path, bar, "share", terms.share());
  }

  private void used(String path, Bar bar, String key, @Nullable Object value) {
    String metric = bar.metric().token();
    problems.require(
        value == null || bar.metric().looksAt(key),
        path + "." + key,
        "left out, because " + metric + " does not look at it",
        "given");
  }

  private void needed(String path, Bar bar) {
    Metric metric = bar.metric();
    boolean rest = metric == Metric.GOODPUT && bar.terms().of() == Of.REST;
    problems.require(
        bar.scope().during() != null || !(rest || DURING.contains(metric)),
        path + ".during",
        "given for " + (rest ? "of: rest" : metric.token()),
        "(nothing)");
    problems.require(
        bar.scope().source() != null || !(rest || metric == Metric.STARTED),
        path + ".source",
        "given for " + (rest ? "of: rest" : metric.token()),
        "(nothing)");
    problems.require(
        bar.scope().during() != null || hasEvent || !OF_EVENT.contains(metric),
        path + ".metric",
        "another one unless the scenario has an event or the bar has during",
        metric.token(),
        "event");
    problems.require(
        metric != Metric.FAIRNESS || sources.stream().anyMatch(source -> source.tenants() > 0),
        path + ".metric",
        "another one where no source has tenants",
        metric.token(),
        "sources");
  }
}
