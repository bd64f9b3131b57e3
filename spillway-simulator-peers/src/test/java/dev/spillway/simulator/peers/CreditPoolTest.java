package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreditPoolTest {
  private static final long TARGET = 40;
  private static final long ROUND_TRIP = 10;

  @Test
  void update_belowTheTarget_addsAThousandthOfTheClientsEachRoundTrip() {
    CreditPool pool = new CreditPool(5_000, 100, TARGET, ROUND_TRIP);

    pool.update(3 * ROUND_TRIP, TARGET - 1);

    assertThat(pool.total()).isEqualTo(100 + 3 * 5);
  }

  @Test
  void update_withFewClients_addsOne() {
    CreditPool pool = new CreditPool(1, 2, TARGET, ROUND_TRIP);

    pool.update(ROUND_TRIP, 0);

    assertThat(pool.total()).isEqualTo(3);
  }

  @Test
  void update_beforeTheRoundTripIsOver_changesNothing() {
    CreditPool pool = new CreditPool(1, 2, TARGET, ROUND_TRIP);

    pool.update(ROUND_TRIP - 1, 0);

    assertThat(pool.total()).isEqualTo(2);
  }

  @Test
  void update_atTwiceTheTarget_takesTwoPercent() {
    CreditPool pool = pool(1_000);

    pool.update(1_001 * ROUND_TRIP, 2 * TARGET);

    assertThat(pool.total()).isEqualTo(980);
  }

  @Test
  void update_farBeyondTheTarget_takesNoMoreThanHalf() {
    CreditPool pool = pool(1_000);

    pool.update(1_001 * ROUND_TRIP, 1_000 * TARGET);

    assertThat(pool.total()).isEqualTo(500);
  }

  @Test
  void update_againAndAgain_leavesTheLeast() {
    CreditPool pool = pool(1_000);

    pool.update(2_000 * ROUND_TRIP, 1_000 * TARGET);

    assertThat(pool.total()).isZero();
  }

  /** A pool that has grown to {@code total} in as many round trips. */
  private static CreditPool pool(int total) {
    CreditPool pool = new CreditPool(1, 0, TARGET, ROUND_TRIP);
    pool.update(total * ROUND_TRIP, 0);
    return pool;
  }
}
