package dev.spillway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.concurrency.Collisions;
import dev.spillway.concurrency.Interleavings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueCollisionTest {
  private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  @ParameterizedTest
  @EnumSource(names = {"DROP", "SHED"})
  void queue_offersMeetPollsAndSettlements_losesNothing(Strategy strategy) throws Exception {
    long rounds = new Collisions(3, 1).run(new QueueOperations(strategy), RUN_NANOS);
    assertThat(rounds).isPositive();
  }

  @Test
  void receipt_partsAreAnsweredInAnyOrder_isToldOnceAndComplete() {
    new Interleavings(3, 1, 4, 60).keepInvariants(OfferOperations.class);
  }
}
