package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Bar;
import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one scenario under one policy, over all seeds. Immutable. */
public final class Result {
  private final Scenario scenario;
  private final String policy;
  private final List<SeedRun> seeds;

  /** Of at least one seed, in their order. */
  Result(Scenario scenario, String policy, List<SeedRun> seeds) {
    this.scenario = scenario;
    this.policy = policy;
    this.seeds = List.copyOf(seeds);
  }

  /** What happened. */
  public Scenario scenario() {
    return scenario;
  }

  /** The policy's name. */
  public String policy() {
    return policy;
  }

  /** How many seeds were run. */
  public int seeds() {
    return seeds.size();
  }

  /**
   * A figure in the worst of all seeds; infinite when a moment never came, and null when the figure
   * makes no sense for the scenario.
   */
  public @Nullable Double worst(Figure figure) {
    Double worst = null;
    for (SeedRun seed : seeds) {
      Double value = seed.figures().get(figure);
      if (value != null && (worst == null || (value < worst) == figure.moreIsBetter())) {
        worst = value;
      }
    }
    return worst;
  }

  /** A figure's median over all seeds; null when it makes no sense for the scenario. */
  public @Nullable Double median(Figure figure) {
    double[] values =
        seeds.stream()
            .filter(seed -> seed.figures().containsKey(figure))
            .mapToDouble(seed -> seed.figures().get(figure))
            .sorted()
            .toArray();
    return values.length == 0 ? null : median(values);
  }

  /** What was measured for each of the scenario's bars, in their order. */
  public List<BarResult> bars() {
    List<BarResult> results = new ArrayList<>();
    for (int index = 0; index < scenario.bars().size(); index++) {
      int at = index;
      Bar bar = scenario.bars().get(index);
      double[] values = seeds.stream().mapToDouble(seed -> seed.bars().get(at)).sorted().toArray();
      results.add(new BarResult(bar, worst(values, bar.bound().least()), median(values)));
    }
    return results;
  }

  /** Of figures that ascend; sorting puts what is not a number last. */
  private static double worst(double[] ascending, boolean moreIsBetter) {
    double last = ascending[ascending.length - 1];
    return moreIsBetter && !Double.isNaN(last) ? ascending[0] : last;
  }

  private static double median(double[] ascending) {
    int half = ascending.length / 2;
    double above = ascending[half];
    boolean whole = ascending.length % 2 == 1 || ascending[half - 1] == above;
    return whole ? above : (ascending[half - 1] + above) / 2;
  }

  /** Whether every bar is met. */
  public boolean isMet() {
    return bars().stream().allMatch(BarResult::isMet);
  }

  /** Sixteen digits that stand for all that happened under all seeds. */
  public String traceHash() {
    long hash = 0;
    for (SeedRun seed : seeds) {
      hash = Ledger.mix(hash, seed.hash());
    }
    return String.format("%016x", hash);
  }

  /** How the first seed's run went. */
  public TimeSeries series() {
    return seeds.get(0).series();
  }

  /** How the oracle's run of the first seed went. */
  public TimeSeries oracleSeries() {
    return seeds.get(0).oracleSeries();
  }
}
