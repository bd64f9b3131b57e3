package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a disk that is full to the last byte and stays so, everything that was accepted drains. */
class FullDiskDrainTest {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final int EVENTS = 4_000;

  private final FaultyFiles files = new FaultyFiles(new SimulatedFiles());
  private final QueueRig rig = new QueueRig(files, DiskMode.WRITE_AHEAD);
  private final SplittableRandom random = new SplittableRandom(9);

  /** Payloads that don't shrink, so that the log takes some segments of 1 MB. */
  private List<Event> events(Priority priority, int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int number = from; number < to; number++) {
      byte[] payload = new byte[1_000];
      random.nextBytes(payload);
      events.add(
          Event.builder(priority.token() + "-" + number, payload).priority(priority).build());
    }
    return events;
  }

  private static SinkResult refuseEvery(int nth, BatchView batch) {
    return refuse(batch, id -> Integer.parseInt(id.substring(id.indexOf('-') + 1)) % nth == 0);
  }

  private static SinkResult refuse(BatchView batch, Predicate<String> refused) {
    List<SinkResult.EventRefusal> refusals = new ArrayList<>();
    for (int index = 0; index < batch.size(); index++) {
      if (refused.test(batch.event(index).id())) {
        refusals.add(new SinkResult.EventRefusal(index, "not today"));
      }
    }
    return refusals.isEmpty() ? SinkResult.DELIVERED : new SinkResult.EventsRefused(refusals);
  }

  /** All the letters fit into their share, which is a segment. */
  @ParameterizedTest
  @ValueSource(ints = {20, 50, 1_000})
  void sinkRefusesSomeForGood_everythingDrains_exactly(int nth) {
    long accepted = fill();
    rig.sink = batch -> refuseEvery(nth, batch);
    rig.dispatch(2);

    rig.run(LONG);

    assertDrained(accepted);
    assertThat(rig.queue.figures().deadLetters()).isGreaterThanOrEqualTo(accepted / nth);
    assertRecovers();
  }

  @Test
  void sinkRefusesAllOnce_everythingDrains_exactly() {
    long accepted = fill();
    Set<String> seen = new HashSet<>();
    rig.sink = batch -> refuse(batch, seen::add);
    rig.dispatch(3);

    rig.run(LONG);

    assertDrained(accepted);
    assertThat(rig.queue.figures().deadLetters()).isZero();
    assertRecovers();
  }

  private long fill() {
    for (int from = 0; from < EVENTS; from += 100) {
      Priority priority = from % 200 == 0 ? Priority.NORMAL : Priority.CRITICAL;
      rig.offerDurable(events(priority, from, from + 100));
      rig.run(Duration.ofMillis(10));
    }
    rig.run(Duration.ofSeconds(2));
    files.full(true);
    Receipt refused = offerUntilRefused();
    assertThat(refused.refusals().get(0).decision().reason()).isEqualTo(Reason.DISK_FULL);
    return rig.queue.held();
  }

  private void assertDrained(long accepted) {
    assertThat(rig.queue.held()).as(rig.queue.figures().trouble()).isZero();
    rig.assertExact();
    long letters = rig.queue.figures().deadLetters();
    assertThat(rig.taken).doesNotHaveDuplicates().hasSize((int) (accepted - letters));
    assertThat(rig.queue.deadLetters().figures().imbalance()).isZero();
  }

  private void assertRecovers() {
    files.full(false);
    rig.run(Duration.ofSeconds(2));
    assertThat(disk()).isEqualTo(DiskState.HEALTHY);
    assertThat(rig.queue.figures().trouble()).isNull();
  }

  private DiskState disk() {
    return Objects.requireNonNull(rig.queue.figures().spill()).disk().state();
  }

  private Receipt offerUntilRefused() {
    for (int from = EVENTS; ; from += 50) {
      CompletableFuture<Receipt> answer =
          rig.offer(Durability.DURABLE, events(Priority.NORMAL, from, from + 50));
      rig.run(Duration.ofMillis(10));
      assertThat(answer).as("answered within 10 ms").isCompleted();
      if (!answer.join().refusals().isEmpty()) {
        return answer.join();
      }
    }
  }
}
