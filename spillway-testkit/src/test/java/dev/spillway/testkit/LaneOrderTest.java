package dev.spillway.testkit;

import static dev.spillway.testkit.QueueRig.events;
import static dev.spillway.testkit.QueueRig.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillStore;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ring, log and tail of a lane while time goes on between any two looks at it. */
class LaneOrderTest {
  private boolean full;

  @Test
  void poll_timeGoesOnWhileItReadsTheLog_keepsTheTailBehind() {
    QueueRig rig =
        new QueueRig(
            new SimulatedFiles(),
            DiskMode.OVERFLOW,
            new QueueRig.Planted(7, FillingStore::new, GoingClock::new));
    rig.offerDurable(events(Priority.NORMAL, 0, 20));
    rig.run(Duration.ofMillis(10));
    full = true;
    rig.accept(events(Priority.NORMAL, 20, 30));
    rig.dispatch();
    rig.run(Duration.ofSeconds(10));
    assertThat(rig.taken).containsExactlyElementsOf(ids(Priority.NORMAL, 0, 30));
    rig.assertExact();
  }

  /** Refuses whatever comes once it is full. */
  private final class FillingStore extends StoreDecorator {
    FillingStore(SpillStore store) {
      super(store);
    }

    @Override
    SpillLane decorate(Priority priority, SpillLane lane) {
      return new LaneDecorator(lane) {
        @Override
        public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
          return !full && super.append(records, callback);
        }
      };
    }
  }

  /** A nanosecond passes with each look, as on a real clock. */
  private record GoingClock(TimeSource clock, AtomicLong looks) implements TimeSource {
    GoingClock(TimeSource clock) {
      this(clock, new AtomicLong());
    }

    @Override
    public long nanoTime() {
      return clock.nanoTime() + looks.incrementAndGet();
    }

    @Override
    public long epochMillis() {
      return clock.epochMillis();
    }

    @Override
    public void await(Condition condition, long timeoutNanos) throws InterruptedException {
      clock.await(condition, timeoutNanos);
    }
  }
}
