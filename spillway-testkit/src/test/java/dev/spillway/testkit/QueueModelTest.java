package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Strategy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts of the queue under random work, crashes included; the seeds are kept. */
class QueueModelTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void overflowQueue_randomWork_keepsEveryContract(long seed) {
    new QueueWorld(seed, new QueueRig(new SimulatedFiles(), DiskMode.OVERFLOW))
        .steps(400)
        .assertAtRest();
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66})
  void overflowQueue_strategyChangesWhileItRuns_keepsEveryContract(long seed) {
    new QueueWorld(seed, new QueueRig(new SimulatedFiles(), DiskMode.OVERFLOW))
        .changing(Strategy.values())
        .steps(600)
        .assertAtRest();
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72, 73, 74, 75, 76, 77, 78})
  void overflowQueue_sheds_displacesAndKeepsEveryContract(long seed) {
    QueueRig rig = new QueueRig(new SimulatedFiles(), DiskMode.OVERFLOW);
    rig.queue.change(rig.queue.policy().toBuilder().strategy(Strategy.SHED).build());
    new QueueWorld(seed, rig).steps(600).assertAtRest();
    assertThat(
            rig.queue.figures().lanes().values().stream()
                .mapToLong(lane -> lane.account().displaced())
                .sum())
        .as("the run must have displaced something to show anything")
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void writeAheadQueue_randomWork_keepsEveryContract(long seed) {
    new QueueWorld(seed, new QueueRig(new SimulatedFiles(), DiskMode.WRITE_AHEAD))
        .steps(300)
        .assertAtRest();
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58})
  void anyQueue_lettersAreReplayedAndDiscarded_keepsEveryContract(long seed) {
    DiskMode mode = seed % 2 == 0 ? DiskMode.OVERFLOW : DiskMode.WRITE_AHEAD;
    new QueueWorld(seed, new QueueRig(new SimulatedFiles(), mode))
        .steps(300)
        .meddle(30)
        .assertAtRest();
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42})
  void anyQueue_crashesInTheMiddle_deliversEveryDurableEvent(long seed) {
    DiskMode mode = seed % 2 == 0 ? DiskMode.OVERFLOW : DiskMode.WRITE_AHEAD;
    SimulatedFiles files = new SimulatedFiles();
    QueueWorld before = new QueueWorld(seed, new QueueRig(files, mode)).steps(150);
    Set<String> owed = before.safeIds();
    assertThat(owed).isNotEmpty();

    QueueRig after = new QueueRig(files.crash(seed), mode);
    after.dispatch();
    after.run(Duration.ofMinutes(10));
    Set<String> delivered = new HashSet<>(before.taken());
    delivered.addAll(after.taken);
    owed.removeAll(delivered);
    assertThat(owed).as("durable, accepted and never delivered").isEmpty();
    assertThat(after.queue.held()).isZero();
    after.assertExact();
  }
}
