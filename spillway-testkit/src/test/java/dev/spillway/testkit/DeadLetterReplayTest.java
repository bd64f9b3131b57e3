package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DeadLetter;
import dev.spillway.queue.DeadLetterBox;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.DeadLetterOutcome;
import dev.spillway.queue.DeadLetterPage;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dead letters of a queue on the log: looked at, replayed, thrown away, across crashes. */
class DeadLetterReplayTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final SimulatedFiles files = new SimulatedFiles();
  private QueueRig rig = new QueueRig(files, DiskMode.WRITE_AHEAD);

  private static Function<BatchView, SinkResult> refusing(Predicate<String> spoiled) {
    return batch -> {
      List<EventRefusal> refusals = new ArrayList<>();
      List<String> ids = QueueRig.ids(batch);
      for (int index = 0; index < ids.size(); index++) {
        if (spoiled.test(ids.get(index))) {
          refusals.add(new EventRefusal(index, "no " + ids.get(index)));
        }
      }
      return refusals.isEmpty() ? SinkResult.DELIVERED : new SinkResult.EventsRefused(refusals);
    };
  }

  private static List<String> ids(DeadLetterPage page) {
    return page.letters().stream().map(letter -> letter.event().id()).toList();
  }

  private <T> T run(CompletionStage<T> answer) {
    CompletableFuture<T> future = answer.toCompletableFuture();
    rig.run(Duration.ofSeconds(2));
    assertThat(future).isDone();
    return future.join();
  }

  private DeadLetterBox box() {
    return rig.queue.deadLetters();
  }

  private List<String> listed() {
    return ids(run(box().list(DeadLetterFilter.ALL, -1)));
  }

  /** Every third of {@code count} events becomes a letter. */
  private void spoil(Priority priority, int count) {
    rig.dispatch();
    rig.sink = refusing(id -> Integer.parseInt(id.substring(id.indexOf('-') + 1)) % 3 == 0);
    rig.offerDurable(QueueRig.events(priority, 0, count));
    rig.run(LONG);
  }

  private void assertExact() {
    rig.assertExact();
    assertThat(box().figures().imbalance()).as("" + box().figures()).isZero();
  }

  @Test
  void list_pageByPage_showsEachLetterOnceWithItsStory() {
    spoil(Priority.HIGH, 30);
    List<String> seen = new ArrayList<>();
    long after = -1;
    DeadLetterPage page;
    do {
      page = run(box().list(DeadLetterFilter.ALL.withLimit(3), after));
      seen.addAll(ids(page));
      after = page.next();
    } while (page.more());
    assertThat(seen)
        .hasSize(10)
        .containsExactlyInAnyOrderElementsOf(
            QueueRig.ids(Priority.HIGH, 0, 30).stream().filter(id -> isThird(id)).toList());
    DeadLetter letter = run(box().list(DeadLetterFilter.ALL, -1)).letters().get(0);
    assertThat(letter.tries()).isEqualTo(3);
    assertThat(letter.deliveries()).isGreaterThanOrEqualTo(3);
    assertThat(letter.reason()).isEqualTo("no " + letter.event().id());
    assertThat(letter.priority()).isEqualTo(Priority.HIGH);
    assertThat(letter.deadLetteredMillis()).isGreaterThan(letter.acceptedMillis());
    assertExact();
  }

  private static boolean isThird(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1)) % 3 == 0;
  }

  @Test
  void replay_sinkHasHealed_deliversTheLettersAsFreshEvents() {
    spoil(Priority.NORMAL, 30);
    assertThat(box().figures().kept()).isEqualTo(10);
    List<Integer> attempts = new ArrayList<>();
    rig.sink =
        batch -> {
          attempts.add(batch.attempt(0));
          return SinkResult.DELIVERED;
        };
    assertThat(run(box().replay(DeadLetterFilter.ALL)))
        .isEqualTo(new DeadLetterOutcome(10, 0, null));
    rig.run(LONG);
    assertThat(rig.taken).containsExactlyInAnyOrderElementsOf(QueueRig.ids(Priority.NORMAL, 0, 30));
    assertThat(attempts).containsOnly(1);
    assertThat(rig.account(Priority.NORMAL).replayed()).isEqualTo(10);
    assertThat(box().figures().replayed()).isEqualTo(10);
    assertThat(box().figures().kept()).isZero();
    assertThat(listed()).isEmpty();
    assertExact();
  }

  @Test
  void replay_lettersThatFailAgain_endsAndTheyAreLettersAgain() {
    spoil(Priority.NORMAL, 30);
    assertThat(run(box().replay(DeadLetterFilter.ALL)).done()).isEqualTo(10);
    rig.run(LONG);
    assertThat(box().figures().kept()).isEqualTo(10);
    assertThat(box().figures().deadLettered()).isEqualTo(20);
    assertExact();
  }

  @Test
  void selection_byIdPriorityTenantAndLimit_leavesTheOthers() {
    rig.dispatch();
    rig.sink = refusing(id -> true);
    List<Event> events = new ArrayList<>(QueueRig.events(Priority.LOW, 0, 4));
    events.add(Event.builder("acme", new byte[10]).priority(Priority.LOW).tenant("acme").build());
    rig.offerDurable(events);
    rig.offerDurable(QueueRig.events(Priority.HIGH, 0, 3));
    rig.run(LONG);
    assertThat(box().figures().kept()).isEqualTo(8);
    DeadLetterFilter all = DeadLetterFilter.ALL;
    assertThat(run(box().discard(all.withTenant("acme"))).done()).isEqualTo(1);
    assertThat(run(box().discard(all.withIds(Set.of("low-1", "nobody")))).done()).isEqualTo(1);
    assertThat(run(box().discard(all.withPriority(Priority.HIGH).withLimit(2))).done())
        .isEqualTo(2);
    assertThat(listed()).hasSize(4).contains("low-0", "low-2", "low-3");
    assertThat(box().figures().discarded()).isEqualTo(4);
    assertExact();
  }

  @Test
  void replay_deadlineHasPassed_keepsTheLetterAndSaysSo() {
    rig.dispatch();
    rig.sink = refusing(id -> true);
    long deadline = rig.time.epochMillis() + Duration.ofMinutes(4).toMillis();
    rig.offerDurable(
        List.of(
            Event.builder("late", new byte[10]).deadlineMillis(deadline).build(),
            Event.builder("timeless", new byte[10]).build()));
    rig.run(LONG);
    assertThat(box().figures().kept()).isEqualTo(2);
    rig.sink = batch -> SinkResult.DELIVERED;
    assertThat(run(box().replay(DeadLetterFilter.ALL)))
        .isEqualTo(new DeadLetterOutcome(1, 1, null));
    assertThat(listed()).containsExactly("late");
    assertThat(rig.taken).containsExactly("timeless");
    assertExact();
  }

  @Test
  void replay_laneHasNoRoom_stopsAndTheOthersStay() {
    spoil(Priority.BULK, 300);
    assertThat(box().figures().kept()).isEqualTo(100);
    rig.sink = batch -> null;
    int number = 1_000;
    while (!rig.offer(Durability.DURABLE, QueueRig.events(Priority.BULK, number, number + 20))
        .isDone()) {
      number += 20;
      rig.run(Duration.ofMillis(100));
      assertThat(number).isLessThan(100_000);
    }
    DeadLetterOutcome outcome = run(box().replay(DeadLetterFilter.ALL));
    assertThat(outcome.stoppedBy()).isIn(Reason.SPILL_FULL, Reason.MEMORY_FULL);
    assertThat(box().figures().kept()).isEqualTo(100 - outcome.done());
    assertExact();
  }

  @Test
  void replay_crashedAnywhere_losesNothing() {
    for (int changes = 0; changes < 60; changes++) {
      SimulatedFiles disk = new SimulatedFiles();
      rig = new QueueRig(disk, DiskMode.WRITE_AHEAD);
      spoil(Priority.NORMAL, 12);
      disk.dieAfter(changes);
      box().replay(DeadLetterFilter.ALL);
      rig.sink = batch -> null; // nothing is settled any more
      rig.run(Duration.ofSeconds(1));
      rig = new QueueRig(disk.crash(changes), DiskMode.WRITE_AHEAD);
      rig.dispatch();
      rig.run(LONG);
      Set<String> found = new HashSet<>(rig.taken);
      found.addAll(listed());
      assertThat(found)
          .as("after " + changes + " changes")
          .contains("normal-0", "normal-3", "normal-6", "normal-9");
      assertExact();
    }
  }

  @Test
  void discard_toldDone_staysDoneAfterACrash() {
    spoil(Priority.NORMAL, 30);
    assertThat(run(box().discard(DeadLetterFilter.ALL.withLimit(4))).done()).isEqualTo(4);
    List<String> left = listed();
    rig = new QueueRig(files.crash(4), DiskMode.WRITE_AHEAD);
    assertThat(listed()).isEqualTo(left).hasSize(6);
    assertThat(box().figures().recovered()).isEqualTo(6);
    assertExact();
  }

  /** A letter that goes before its event is in the lane is lost by a crash in between. */
  @Test
  void aLetterRemovedTooEarly_isFoundOut() {
    boolean lost = false;
    for (int changes = 0; changes < 60 && !lost; changes++) {
      SimulatedFiles disk = new SimulatedFiles();
      rig = new QueueRig(disk, DiskMode.WRITE_AHEAD, QueueRig.Planted.store(LosingReplays::new));
      spoil(Priority.NORMAL, 12);
      disk.dieAfter(changes);
      box().replay(DeadLetterFilter.ALL);
      rig.sink = batch -> null;
      rig.run(Duration.ofSeconds(1));
      rig = new QueueRig(disk.crash(changes), DiskMode.WRITE_AHEAD);
      rig.dispatch();
      rig.run(LONG);
      Set<String> found = new HashSet<>(rig.taken);
      found.addAll(listed());
      lost = !found.containsAll(List.of("normal-0", "normal-3", "normal-6", "normal-9"));
    }
    assertThat(lost).isTrue();
  }

  /** Settles each letter when it is read. */
  private static final class LosingReplays extends StoreDecorator {
    LosingReplays(SpillStore store) {
      super(store);
    }

    @Override
    public SpillLetters deadLetters() {
      return new LettersDecorator(super.deadLetters()) {
        @Override
        public CompletionStage<SpillLetters.@Nullable Block> read(long from) {
          return super.read(from)
              .thenApply(
                  block -> {
                    for (int index = 0; block != null && index < block.records().count(); index++) {
                      super.settle(new long[] {block.first() + index}, new RecordingCallback());
                    }
                    return block;
                  });
        }

        @Override
        public boolean settle(long[] sequences, AppendCallback callback) {
          callback.onForced();
          return true;
        }
      };
    }
  }
}
