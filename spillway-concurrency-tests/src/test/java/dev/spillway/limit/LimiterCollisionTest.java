package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.concurrency.Colliding;
import dev.spillway.concurrency.Collisions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimiterCollisionTest {
  private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private static void collide(Colliding subject, int threads) throws InterruptedException {
    assertThat(new Collisions(threads, 1).run(subject, RUN_NANOS)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void limiter_askedInEveryForm_tellsEverybodyOnceAndLosesNothing(int threads) throws Exception {
    collide(new LimiterOperations(), threads);
  }

  @Test
  void limiter_twoDependenciesShareASlot_losesNoGrant() throws Exception {
    collide(new LimiterOperations.OfTwoDependencies(), 3);
  }

  @Test
  void limiter_sizeAndModeChange_losesNoPermit() throws Exception {
    collide(new LimiterOperations.ThatChanges(), 3);
  }
}
