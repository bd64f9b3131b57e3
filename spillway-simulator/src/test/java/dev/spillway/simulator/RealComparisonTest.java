package dev.spillway.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import dev.spillway.simulator.scenario.ShippedScenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealComparisonTest {
  /** Long calls, beside which a late timer on a busy machine is short. */
  private static final Scenario SMALL =
      scenario(
          """
          length: 2s
          deadline: 500ms
          plant: {servers: 4, service: {mean: 20ms}}
          sources: [{name: all, load: [{from: 0s, value: 1.5}]}]
          """);

  private static Scenario scenario(String more) {
    try {
      return ScenarioReader.read("test.yaml", "name: T\ntitle: A test\n" + more);
    } catch (ScenarioException e) {
      throw new AssertionError(e);
    }
  }

  private static RealResult run(Scenario scenario, PolicyFactory policy)
      throws InterruptedException {
    return new RealComparison(List.of(scenario), List.of(policy), List.of(1))
        .run((s, p, seed) -> {})
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spillway", "fifo-expiry", "oracle"})
  void run_policy_doesForRealAboutWhatWasForetold(String policy) throws InterruptedException {
    RealResult result = run(SMALL, Samples.factory(policy));
    assertThat(result.simulated().policy()).isEqualTo(policy);
    assertThat(result.real().policy()).isEqualTo(policy + " real");
    assertThat(requireNonNull(result.difference(Figure.GOODPUT))).isBetween(-0.4, 0.4);
    assertThat(result.clients().mostMicros()).isPositive();
    assertThat(result.plant().mostMicros()).isGreaterThanOrEqualTo(result.plant().medianMicros());
  }

  @Test
  void run_retryingClientsAndPlantsOfAnotherKind_canBeReal() throws InterruptedException {
    RealResult result =
        run(
            scenario(
                """
                length: 1s
                deadline: 300ms
                plant: {kind: retrograde}
                clients: {attempts: 2, first-wait: 5ms, kind: hostile}
                sources: [{name: all, load: [{from: 0s, value: 0.1}]}]
                """),
            Samples.factory("none"));
    assertThat(requireNonNull(result.real().median(Figure.CRITICAL_SUCCESS))).isGreaterThan(0.5);
  }

  @Test
  void run_everySeedAndPolicy_isToldInOrder() throws InterruptedException {
    Scenario blink =
        scenario("length: 50ms\nsources: [{name: all, load: [{from: 0s, value: 0.5}]}]\n");
    List<String> told = new ArrayList<>();
    RealComparison comparison =
        new RealComparison(
            List.of(blink),
            List.of(Samples.factory("fifo"), Samples.factory("none")),
            List.of(3, 7));
    assertThat(comparison.duration()).hasMillis(200);
    comparison.run((scenario, policy, seed) -> told.add(policy + seed));
    assertThat(told).containsExactly("fifo3", "fifo7", "none3", "none7");
  }

  /** Notes down by whom it is called, and whether by two at once. */
  private record Watching(Set<String> threads, boolean isThreadSafe) implements PolicyFactory {
    @Override
    public String name() {
      return "watching";
    }

    @Override
    public String description() {
      return "notes down by whom it is called";
    }

    @Override
    public Policy create(World world, long seed) {
      return new Policy() {
        @Override
        public void arrive(Call call) {
          threads.add(Thread.currentThread().getName());
          world.start(call);
        }

        @Override
        public void finished(Call call) {
          threads.add(Thread.currentThread().getName());
        }
      };
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void run_policy_isCalledByClientsAndByThePlant(boolean threadSafe) throws InterruptedException {
    Set<String> threads = new ConcurrentSkipListSet<>();
    RealResult result = run(SMALL, new Watching(threads, threadSafe));
    assertThat(threads).contains("clients", "plant");
    assertThat(result.simulated().seeds()).isEqualTo(1);
  }

  @Test
  void run_policyThatFailsInRealTime_saysInWhichRun() {
    PolicyFactory broken =
        new PolicyFactory() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public String description() {
            return "fails off the main thread";
          }

          @Override
          public Policy create(World world, long seed) {
            return new Policy() {
              @Override
              public void arrive(Call call) {
                if (Thread.currentThread().getName().equals("clients")) {
                  throw new UnsupportedOperationException("not today");
                }
                world.refuse(call);
              }

              @Override
              public void finished(Call call) {
                throw new AssertionError("nothing was started");
              }
            };
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> run(SMALL, broken))
        .withMessageStartingWith("policy broken failed in scenario T with seed 1: ")
        .withMessageEndingWith("UnsupportedOperationException: not today");
  }

  @Test
  void run_interrupted_ends() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> run(SMALL, Samples.factory("fifo")));
    assertThat(Thread.interrupted()).as("it was told by the exception").isFalse();
  }

  @Test
  void comparison_ofWhatOnlyASimulationCanDo_isRefused() {
    Scenario s16 = requireNonNull(ShippedScenarios.named("S16"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RealComparison(List.of(s16), List.of(Samples.factory("fifo")), List.of(1)))
        .withMessage(
            "scenario S16 cannot be run for real: setup.control-stop stops a thread that only a"
                + " simulation can stop\n"
                + "scenario S16 cannot be run for real: setup.clock-jump-at moves a clock that"
                + " this machine has only one of");
    assertThat(
            RealComparison.problems(
                scenario("length: 1s\nsources: [{name: all, load: [{from: 0s, value: 60}]}]\n")))
        .containsExactly(
            "scenario T cannot be run for real: it sends up to 60000 tasks a second, and 50000 can"
                + " be sent at their moments");
  }

  @Test
  void isNear_figuresThatAreFarApart_isFalse() throws InterruptedException {
    Result oracle = result("oracle");
    Lateness none = new Lateness(0, 0, 0);
    assertThat(new RealResult(oracle, oracle, none, none).isNear()).isTrue();
    RealResult far = new RealResult(oracle, result("none"), none, none);
    assertThat(far.isNear()).isFalse();
    assertThat(far.isNear(Figure.GOODPUT)).isFalse();
    assertThat(requireNonNull(far.difference(Figure.GOODPUT))).isLessThan(-0.5);
  }

  private static Result result(String policy) throws InterruptedException {
    Scenario overload =
        scenario("length: 5s\nsources: [{name: all, load: [{from: 0s, value: 2}]}]\n");
    return new Comparison(List.of(overload), List.of(Samples.factory(policy)), 1)
        .run((s, p, seed) -> {})
        .all()
        .get(0);
  }
}
