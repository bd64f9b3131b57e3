package dev.spillway.simulator.spill;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Comparison;
import dev.spillway.simulator.Policies;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.RealComparison;
import dev.spillway.simulator.RealResult;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.Trial;
import dev.spillway.simulator.World;
import dev.spillway.simulator.scenario.Metric;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import dev.spillway.simulator.scenario.ShippedScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Queue and log through outages, full and slow disks and power cuts. */
class SpillScenarioTest {
  private static final PolicyFactory SPILLWAY = requireNonNull(Policies.named("spillway"));

  private static Result run(Scenario scenario, int seeds) throws InterruptedException {
    return new Comparison(List.of(scenario), List.of(SPILLWAY), seeds)
        .run((ran, policy, seed) -> {})
        .all()
        .get(0);
  }

  private static Scenario small(String disk) throws ScenarioException {
    return ScenarioReader.read(
        "test.yaml",
        """
        name: T
        title: A short outage with a power cut
        length: 1500ms
        deadline: 4s
        plant:
          kind: slots
          servers: 20
          service: {distribution: constant, mean: 20ms}
          capacity: [{from: 0s, value: 1}, {from: 200ms, value: 0}, {from: 1s, value: 1}]
        setup: {disk: {memory: 1MB, size: 32MB, %s}}
        sources: [{name: all, load: [{from: 0s, value: 0.5}]}]
        bars:
          - {metric: broken, at-most: 0}
          - {metric: refused-after, at-most: 10}
          - {metric: blocked, at-most: 1000}
        """
            .formatted(disk));
  }

  @Test
  void outageSlowForcesPowerCutAndFullDisk_everyBarIsMet() throws InterruptedException {
    Result result = run(requireNonNull(ShippedScenarios.named("S14")), 2);
    assertThat(result.bars()).isNotEmpty().allMatch(BarResult::isMet);
  }

  @Test
  void sameSeed_sameSteps() throws ScenarioException, InterruptedException {
    Scenario scenario =
        small("slow-forces: [{from: 0s, until: 1s, lasting: 30ms}], killed-at: [600ms]");
    assertThat(run(scenario, 2).traceHash()).isEqualTo(run(scenario, 2).traceHash());
  }

  @Test
  void killedTwice_losesNothingThatWasAccepted() throws ScenarioException {
    List<Double> measured = Trial.measure(small("killed-at: [500ms, 900ms]"), SPILLWAY, 1);
    assertThat(measured).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void diskThatOnlySaysThatItForced_breaksWhatWasAccepted() throws ScenarioException {
    PolicyFactory lied =
        new PolicyFactory() {
          @Override
          public String name() {
            return "lied-to";
          }

          @Override
          public String description() {
            return "whose disk forces nothing";
          }

          @Override
          public boolean isFor(Scenario scenario) {
            return true;
          }

          @Override
          public Policy create(World world, long seed) {
            var setup = requireNonNull(world.scenario().setup().disk());
            VirtualDisk disk = new VirtualDisk(world, setup, seed);
            disk.forcingNothing();
            return new SpillPolicy(world, setup, disk, seed);
          }
        };
    assertThat(Trial.measure(small("killed-at: [600ms]"), lied, 1).get(0)).isPositive();
  }

  @Test
  void real_interrupted_leavesNoFilesBehind() throws Exception {
    Set<Path> before = directories();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                new RealComparison(List.of(small("force: 1ms")), List.of(SPILLWAY), List.of(1))
                    .run((scenario, policy, seed) -> {}));
    assertThat(directories()).isEqualTo(before);
  }

  private static Set<Path> directories() throws IOException {
    try (Stream<Path> found = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return found
          .filter(path -> path.getFileName().toString().startsWith("spillway-simulate"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void real_killedOnce_losesNothingThatWasAccepted()
      throws ScenarioException, InterruptedException {
    RealResult result =
        new RealComparison(List.of(small("killed-at: [600ms]")), List.of(SPILLWAY), List.of(1))
            .run((scenario, policy, seed) -> {})
            .get(0);
    assertThat(result.isHeldToBars()).isTrue();
    BarResult broken = result.real().bars().get(0);
    assertThat(broken.bar().metric()).isEqualTo(Metric.BROKEN);
    assertThat(broken.worst()).isZero();
  }
}
