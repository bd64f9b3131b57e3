package dev.spillway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  /** With all that draws from the seed: arrivals, work, classes, tenants, calls and retries. */
  private static final Scenario SMALL =
      Samples.scenario(
          """
          plant:
            service: {distribution: lognormal, mean: 2ms, shape: 0.5}
            slowdown: [{from: 4s, value: 1, to: 2, over: 1s}, {from: 6s, value: 1}]
          clients: {attempts: 3, first-wait: 10ms, kind: hostile}
          sources:
            - {name: a, tenants: 3, calls: 3, load: [{from: 0s, value: 0.8}]}
            - {name: b, load: [{from: 0s, value: 0.4}], bursts: {every: 1s, lasting: 300ms}}
          event: {from: 4s, until: 6s}
          bars:
            - {metric: goodput, at-least: 0.5}
            - {metric: p99, at-most: 1}
          """);

  private static Results run(int threads, String... policies) throws InterruptedException {
    List<PolicyFactory> factories = new ArrayList<>();
    for (String policy : policies) {
      factories.add(Samples.factory(policy));
    }
    return new Comparison(List.of(SMALL), factories, 3).run((s, p, seed) -> {}, threads);
  }

  private static List<String> hashes(Results results) {
    return results.all().stream().map(Result::traceHash).toList();
  }

  @Test
  void run_sameSeeds_areTheSameRunsOnEveryJdk() throws InterruptedException {
    assertThat(hashes(run(1, "fifo"))).containsExactly("d287afcfed3e2ba3");
  }

  @Test
  void run_whateverTheThreads_findsTheSame() throws InterruptedException {
    Results one = run(1, "none", "fifo", "codel-lifo", "spillway");
    Results four = run(4, "none", "fifo", "codel-lifo", "spillway");
    assertThat(hashes(four)).isEqualTo(hashes(one)).doesNotHaveDuplicates();
    for (int index = 0; index < one.all().size(); index++) {
      for (Figure figure : Figure.values()) {
        assertThat(four.all().get(index).worst(figure))
            .isEqualTo(one.all().get(index).worst(figure));
      }
      assertThat(four.all().get(index).bars()).isEqualTo(one.all().get(index).bars());
    }
  }

  @Test
  void run_oracle_isItsOwnMeasure() throws InterruptedException {
    Result oracle = run(2, "oracle").all().get(0);
    assertThat(oracle.worst(Figure.GOODPUT)).isEqualTo(1);
    assertThat(oracle.worst(Figure.CONVERGED_MILLIS)).isEqualTo(0);
    assertThat(oracle.bars().get(0).worst()).isEqualTo(1);
    assertThat(oracle.series().values(TimeSeries.Curve.GOODPUT))
        .isEqualTo(oracle.oracleSeries().values(TimeSeries.Curve.GOODPUT));
  }

  @Test
  void run_bars_areJudgedByTheWorstSeed() throws InterruptedException {
    Results results = run(2, "oracle");
    assertThat(results.isMet()).isFalse();
    List<BarResult> bars = results.all().get(0).bars();
    assertThat(bars).extracting(BarResult::isMet).containsExactly(true, false);
    assertThat(bars.get(1).worst()).isGreaterThanOrEqualTo(bars.get(1).median());
    assertThat(results.all().get(0).seeds()).isEqualTo(3);
  }

  @Test
  void run_everySeed_isToldOnce() throws InterruptedException {
    List<String> told = new ArrayList<>();
    new Comparison(List.of(SMALL), List.of(Samples.factory("fifo"), Samples.factory("none")), 2)
        .run((scenario, policy, seed) -> told.add(scenario.name() + policy + seed));
    assertThat(told).containsExactlyInAnyOrder("Tfifo1", "Tfifo2", "Tnone1", "Tnone2");
  }

  @Test
  void run_policyThatFails_saysInWhichRun() {
    PolicyFactory broken =
        new PolicyFactory() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public String description() {
            return "fails";
          }

          @Override
          public Policy create(World world, long seed) {
            throw new UnsupportedOperationException("not today");
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> new Comparison(List.of(SMALL), List.of(broken), 1).run((s, p, n) -> {}))
        .withMessage(
            "policy broken failed in scenario T with seed 1:"
                + " java.lang.UnsupportedOperationException: not today");
  }

  @Test
  void comparison_ofNothing_isRefused() {
    PolicyFactory fifo = Samples.factory("fifo");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison(List.of(), List.of(fifo), 1))
        .withMessage("scenarios must have at least one: scenarios=[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison(List.of(SMALL), List.of(), 1))
        .withMessage("policies must have at least one: policies=[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison(List.of(SMALL), List.of(fifo), 0))
        .withMessage("seeds must have at least one: seeds=[]");
  }
}
