package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillFigures;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillListener;
import dev.spillway.queue.SpillStore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A contract that a broken store passes proves nothing. */
class SpillStoreContractBiteTest {
  @Test
  void contract_catchesAReceiptBeforeTheForce() {
    SpillStoreContract contract = contract(false, EagerStore::new);
    assertThatThrownBy(contract::append_thatIsToldForced_isFoundAfterACrashAtOnce)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("told forced, and lost by a crash");
  }

  @Test
  void contract_catchesADiskThatForcesNothing() {
    SpillStoreContract contract = contract(true, store -> store);
    assertThatThrownBy(contract::append_thatIsAwaited_isToldOnceAndSurvivesACrash)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void contract_ofTheLogItself_holds() {
    SpillStoreContract contract = contract(false, store -> store);
    assertThatCode(contract::append_thatIsToldForced_isFoundAfterACrashAtOnce)
        .doesNotThrowAnyException();
  }

  private static SpillStoreContract contract(
      boolean forcingNothing, UnaryOperator<SpillStore> decorator) {
    LogWorld world = new LogWorld();
    world.log().close();
    return new SpillStoreContract() {
      @Override
      protected SpillStore open() {
        world.faulty.forcingNothing(forcingNothing);
        return decorator.apply(world.open());
      }

      @Override
      protected void crash() {
        world.crash(7);
      }

      @Override
      protected void settle() {
        world.settle();
      }
    };
  }

  /** Tells that records are forced as soon as it has them. */
  private record EagerStore(SpillStore store) implements SpillStore {
    @Override
    public SpillLane backlog(Priority priority) {
      return new EagerLane(store.backlog(priority));
    }

    @Override
    public SpillLane carryOver(Priority priority) {
      return store.carryOver(priority);
    }

    @Override
    public SpillLane deadLetters() {
      return store.deadLetters();
    }

    @Override
    public void connect(SpillListener listener) {
      store.connect(listener);
    }

    @Override
    public int maxRecordBytes() {
      return store.maxRecordBytes();
    }

    @Override
    public SpillFigures figures() {
      return store.figures();
    }

    @Override
    public @Nullable String trouble() {
      return store.trouble();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private record EagerLane(SpillLane lane) implements SpillLane {
    @Override
    public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
      boolean taken = lane.append(records, null);
      if (taken && callback != null) {
        callback.onForced();
      }
      return taken;
    }

    @Override
    public @Nullable SpillBlock poll() {
      return lane.poll();
    }

    @Override
    public long unread() {
      return lane.unread();
    }

    @Override
    public long recovered() {
      return lane.recovered();
    }

    @Override
    public void acknowledge(SpillBlock block) {
      lane.acknowledge(block);
    }
  }
}
