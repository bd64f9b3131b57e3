package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillListener;
import dev.spillway.queue.SpillStore;
import dev.spillway.spill.SpillFiles;
import dev.spillway.testkit.QueueRig.Planted;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** For each contract a planted breach, which the checks of {@link QueueWorld} must find. */
class ContractsBiteTest {
  private static final long SEED = 3;

  private static QueueRig rig(UnaryOperator<SpillStore> breach) {
    return new QueueRig(new SimulatedFiles(), DiskMode.OVERFLOW, Planted.store(breach));
  }

  private static void assertCaught(QueueRig rig) {
    ThrowingCallable run = () -> new QueueWorld(SEED, rig).steps(400).assertAtRest();
    assertThatThrownBy(run).isInstanceOf(AssertionError.class);
  }

  @Test
  void nothingPlanted_nothingFound() {
    new QueueWorld(SEED, rig(store -> store)).steps(400).assertAtRest();
  }

  @Test
  @DisplayName("contract 1, bounded: memory given back twice")
  void memoryReleasedTwice_isFound() {
    assertCaught(
        rig(
            store ->
                new StoreDecorator(store) {
                  @Override
                  public void connect(SpillListener listener) {
                    super.connect(new GenerousListener(listener));
                  }
                }));
  }

  @Test
  @DisplayName("contract 2, accepted means kept: receipts without a force")
  void forceThatDoesNothing_isFound() {
    SimulatedFiles disk = new SimulatedFiles();
    FaultyFiles lying = new FaultyFiles(disk);
    lying.forcingNothing(true);
    QueueWorld before = new QueueWorld(SEED, new QueueRig(lying, DiskMode.WRITE_AHEAD)).steps(150);
    Set<String> owed = before.safeIds();
    QueueRig after = new QueueRig(disk.crash(SEED), DiskMode.WRITE_AHEAD);
    after.dispatch();
    after.run(Duration.ofMinutes(10));
    Set<String> delivered = new HashSet<>(before.taken());
    delivered.addAll(after.taken);
    owed.removeAll(delivered);
    assertThat(owed).as("lost though a receipt was given").isNotEmpty();
  }

  @Test
  @DisplayName("contract 3, priority is kept: critical refused while there is room")
  void criticalRefusedEarly_isFound() {
    assertCaught(
        rig(
            store ->
                lanes(
                    store,
                    Priority.CRITICAL,
                    lane ->
                        new StoreDecorator.LaneDecorator(lane) {
                          @Override
                          public boolean append(
                              RecordBuffer records, @Nullable AppendCallback callback) {
                            return false;
                          }
                        })));
  }

  @Test
  @DisplayName("contract 4, order: two blocks of a lane change places")
  void blocksSwapped_isFound() {
    assertCaught(rig(store -> lanes(store, Priority.NORMAL, SwappingLane::new)));
  }

  @Test
  @DisplayName("contract 5, deadlines: the queue's clock stands still")
  void clockThatStandsStill_isFound() {
    Planted planted = new Planted(7, store -> store, StandingClock::new);
    assertCaught(new QueueRig(new SimulatedFiles(), DiskMode.OVERFLOW, planted));
  }

  @Test
  @DisplayName("contract 6, exact accounts: a block disappears without a word")
  void blockSwallowed_isFound() {
    assertCaught(
        rig(
            store ->
                lanes(
                    store,
                    Priority.NORMAL,
                    lane ->
                        new StoreDecorator.LaneDecorator(lane) {
                          private int polled;

                          @Override
                          public @Nullable SpillBlock poll() {
                            SpillBlock block = super.poll();
                            if (block != null && ++polled == 2) {
                              acknowledge(block);
                              return super.poll();
                            }
                            return block;
                          }
                        })));
  }

  @Test
  @DisplayName("contract 8, injected time: a run with the same seed is the same run")
  void sameSeed_sameTrace_andAnotherClockOriginIsFound() {
    assertThat(traceWithOrigin(7)).isEqualTo(traceWithOrigin(7));
    assertThat(traceWithOrigin(7)).isNotEqualTo(traceWithOrigin(8));
  }

  private static String traceWithOrigin(long origin) {
    SpillFiles files = new SimulatedFiles();
    Planted planted = new Planted(origin, store -> store, clock -> clock);
    QueueWorld world = new QueueWorld(SEED, new QueueRig(files, DiskMode.OVERFLOW, planted));
    return world.steps(200).trace();
  }

  @Test
  @DisplayName("contract 10, towards service: a disk that fails for a while is survived")
  void disk_failsForAWhile_isSurvivedAndAnnounced() {
    FaultyFiles files = new FaultyFiles(new SimulatedFiles());
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    QueueWorld world = new QueueWorld(SEED, rig).steps(100);
    files.failForces(0, 40);
    files.failWrites(0, 40);
    world.steps(100).assertAtRest();
  }

  @Test
  @DisplayName("contract 10, towards service: trouble that never goes is found")
  void troubleThatStays_isFound() {
    assertCaught(
        rig(
            store ->
                new StoreDecorator(store) {
                  @Override
                  public String trouble() {
                    return "for ever";
                  }
                }));
  }

  private static SpillStore lanes(
      SpillStore store, Priority breached, UnaryOperator<SpillLane> breach) {
    return new StoreDecorator(store) {
      @Override
      SpillLane decorate(Priority priority, SpillLane lane) {
        return priority == breached ? breach.apply(lane) : lane;
      }
    };
  }

  /** Tells the same date for ever. */
  private record StandingClock(TimeSource time, long epochMillis) implements TimeSource {
    StandingClock(TimeSource time) {
      this(time, time.epochMillis());
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public void await(Condition condition, long timeoutNanos) throws InterruptedException {
      time.await(condition, timeoutNanos);
    }
  }

  /** Gives memory back twice. */
  private record GenerousListener(SpillListener listener) implements SpillListener {
    @Override
    public void onReadable() {
      listener.onReadable();
    }

    @Override
    public void onMemoryReleased(long bytes) {
      listener.onMemoryReleased(bytes);
      listener.onMemoryReleased(bytes);
    }
  }

  /** Hands the second block out before the first. */
  private static final class SwappingLane extends StoreDecorator.LaneDecorator {
    private @Nullable SpillBlock kept;
    private int polled;

    SwappingLane(SpillLane lane) {
      super(lane);
    }

    @Override
    public @Nullable SpillBlock poll() {
      SpillBlock block = super.poll();
      if (block != null && ++polled == 1) {
        SpillBlock second = super.poll();
        if (second != null) {
          kept = block;
          return second;
        }
      }
      if (block == null && kept != null) {
        block = kept;
        kept = null;
      }
      return block;
    }

    @Override
    public long unread() {
      return super.unread() + (kept == null ? 0 : kept.records().count());
    }

    @Override
    public long readable() {
      return super.readable() + (kept == null ? 0 : kept.records().count());
    }
  }
}
