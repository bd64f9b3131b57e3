package dev.spillway.testkit;

import static dev.spillway.testkit.QueueRig.events;
import static dev.spillway.testkit.QueueRig.ids;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillStore;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps of several threads, put into the one order that hurts. */
class QueueRaceTest {
  private static final Duration SOON = Duration.ofMillis(10);

  /** What happens in the middle of the next append of a normal event. */
  private @Nullable Runnable meanwhile;

  private boolean refusing;

  /** Who waits for the last dead letter, which is never written. */
  private @Nullable AppendCallback deadLetter;

  @Test
  void offer_laneComesBackToMemoryWhileTheLogRefuses_neitherStrandsNorOvertakes() {
    QueueRig rig = rig(DiskMode.OVERFLOW);
    rig.offerDurable(events(Priority.NORMAL, 0, 1));
    rig.dispatch();
    rig.run(SOON);
    rig.offerDurable(events(Priority.NORMAL, 1, 2)); // into disk mode again
    refusing = true;
    meanwhile = () -> rig.run(SOON);
    rig.accept(events(Priority.NORMAL, 2, 3));
    refusing = false;
    rig.accept(events(Priority.NORMAL, 3, 4));
    rig.accept(events(Priority.LOW, 0, 1));
    rig.run(Duration.ofMinutes(1));
    assertThat(rig.taken).startsWith("normal-0", "normal-1", "normal-2", "normal-3", "low-0");
    rig.assertExact();
  }

  @Test
  void offer_queueClosesBetweenTheDoorAndTheLane_isRefusedAsStopping() {
    for (DiskMode mode : List.of(DiskMode.OVERFLOW, DiskMode.WRITE_AHEAD)) {
      QueueRig rig = rig(mode);
      List<Event> closing = new ClosingList(events(Priority.NORMAL, 0, 3), rig.queue::close);
      CompletableFuture<Receipt> answer = rig.offer(Durability.VOLATILE, closing);
      rig.run(SOON);
      assertThat(answer).isCompleted();
      assertThat(answer.join().accepted()).isZero();
      assertThat(answer.join().refusals())
          .allSatisfy(r -> assertThat(r.decision().reason()).isEqualTo(Reason.STOPPING));
      assertThat(rig.lane(Priority.NORMAL).inMemory()).as("lost by the stop").isZero();
      assertThat(rig.queue.figures().memoryBytes()).isZero();
      rig.assertExact();
    }
  }

  @Test
  void offer_durableListIsReusedBeforeTheForce_receiptTellsOfWhatWasOffered() {
    QueueRig rig = rig(DiskMode.WRITE_AHEAD);
    List<Event> mine = new ArrayList<>(events(Priority.NORMAL, 0, 5));
    CompletableFuture<Receipt> answer = rig.offer(Durability.DURABLE, mine);
    mine.clear();
    rig.run(SOON);
    assertThat(answer.join().accepted()).isEqualTo(5);
  }

  @Test
  void deadLetter_failsLongAfterItsBatchIsSettled_isTriedAgainWithoutAnyOtherSignal() {
    QueueRig rig = rig(DiskMode.OVERFLOW);
    refuseTheOnlyEvent(rig);
    requireNonNull(deadLetter).onFailed(0, new IOException("disk"));
    rig.sink = batch -> SinkResult.DELIVERED;
    rig.run(Duration.ofMinutes(1));
    assertThat(rig.taken).containsExactlyElementsOf(ids(Priority.NORMAL, 0, 1));
    rig.assertExact();
  }

  @Test
  void stop_lastEventIsADeadLetter_completesWhenThatIsForced() {
    QueueRig rig = rig(DiskMode.OVERFLOW);
    Dispatcher dispatcher = refuseTheOnlyEvent(rig);
    rig.queue.stopAccepting();
    CompletableFuture<Void> stopped = dispatcher.stop(Duration.ofSeconds(20)).toCompletableFuture();
    rig.run(SOON);
    assertThat(stopped).isNotDone();
    requireNonNull(deadLetter).onForced();
    rig.run(SOON);
    assertThat(stopped).isCompleted();
    rig.assertExact();
  }

  private static Dispatcher refuseTheOnlyEvent(QueueRig rig) {
    rig.accept(events(Priority.NORMAL, 0, 1));
    rig.sink = batch -> new SinkResult.EventsRefused(List.of(new EventRefusal(0, "no")));
    Dispatcher dispatcher = rig.dispatch(1);
    rig.run(SOON);
    return dispatcher;
  }

  private QueueRig rig(DiskMode mode) {
    UnaryOperator<SpillStore> racing = Racing::new;
    return new QueueRig(new SimulatedFiles(), mode, QueueRig.Planted.store(racing));
  }

  /** A store whose normal lane is disturbed while it appends. */
  private final class Racing extends StoreDecorator {
    Racing(SpillStore store) {
      super(store);
    }

    @Override
    public SpillLetters deadLetters() {
      return new LettersDecorator(super.deadLetters()) {
        @Override
        public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
          deadLetter = callback;
          return true;
        }
      };
    }

    @Override
    SpillLane decorate(Priority priority, SpillLane lane) {
      return priority != Priority.NORMAL
          ? lane
          : new LaneDecorator(lane) {
            @Override
            public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
              if (!refusing) {
                return super.append(records, callback);
              }
              Runnable now = meanwhile;
              meanwhile = null;
              if (now != null) {
                now.run();
              }
              return false;
            }
          };
    }
  }

  /** A list that runs something when an event of it is first looked at. */
  private static final class ClosingList extends AbstractList<Event> {
    private final List<Event> events;
    private @Nullable Runnable first;

    ClosingList(List<Event> events, Runnable first) {
      this.events = events;
      this.first = first;
    }

    @Override
    public Iterator<Event> iterator() {
      return events.iterator();
    }

    @Override
    public Event get(int index) {
      Runnable now = first;
      first = null;
      if (now != null) {
        now.run();
      }
      return events.get(index);
    }

    @Override
    public int size() {
      return events.size();
    }
  }
}
