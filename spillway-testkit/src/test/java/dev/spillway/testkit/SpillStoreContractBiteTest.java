package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillLetters;
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
  void contract_catchesALetterThatIsToldSettledBeforeTheForce() {
    SpillStoreContract contract = contract(false, EagerLetters::new);
    assertThatThrownBy(contract::settle_thatIsToldForced_isKnownAfterACrashAtOnce)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("told settled, and back after a crash");
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

  /** Tells a record forced as soon as it was taken. */
  private static final class EagerStore extends StoreDecorator {
    EagerStore(SpillStore store) {
      super(store);
    }

    @Override
    SpillLane decorate(Priority priority, SpillLane lane) {
      return new LaneDecorator(lane) {
        @Override
        public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
          boolean taken = super.append(records, null);
          if (taken && callback != null) {
            callback.onForced();
          }
          return taken;
        }
      };
    }
  }

  /** Tells letters settled as soon as they were named. */
  private static final class EagerLetters extends StoreDecorator {
    EagerLetters(SpillStore store) {
      super(store);
    }

    @Override
    public SpillLetters deadLetters() {
      return new LettersDecorator(super.deadLetters()) {
        @Override
        public boolean settle(long[] sequences, AppendCallback callback) {
          boolean taken = super.settle(sequences, new RecordingCallback());
          callback.onForced();
          return taken;
        }
      };
    }
  }
}
