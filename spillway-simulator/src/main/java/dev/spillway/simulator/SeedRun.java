package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Bar;
import java.util.List;
import java.util.Map;

/** What is kept of one run; the rest of it is too large. */
record SeedRun(
    Map<Figure, Double> figures,
    List<Double> bars,
    long hash,
    TimeSeries series,
    TimeSeries oracleSeries) {

  static SeedRun of(Runs runs) {
    Measures measures = new Measures(runs);
    List<Bar> bars = runs.scenario().bars();
    return new SeedRun(
        measures.figures(),
        bars.stream().map(measures::of).toList(),
        runs.run().hash(),
        new TimeSeries(runs.run()),
        new TimeSeries(runs.oracle()));
  }
}
