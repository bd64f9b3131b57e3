package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  @Test
  void tryRetry_everythingFails_isATenthOfTheRequestsAndTheFirstTen() {
    RetryBudget budget = RetryBudget.standard();
    int retries = 0;
    for (int request = 0; request < 10_000; request++) {
      budget.requested();
      retries += budget.tryRetry() ? 1 : 0;
    }
    assertThat(retries).isBetween(1_009, 1_010);
  }

  @Test
  void requested_forLong_keepsNoMoreThanTheBound() {
    RetryBudget budget = RetryBudget.of(0.5, 3);
    for (int request = 0; request < 100; request++) {
      budget.requested();
    }
    assertThat(budget.available()).isEqualTo(3);
    for (int retry = 0; retry < 3; retry++) {
      assertThat(budget.tryRetry()).isTrue();
    }
    assertThat(budget.tryRetry()).isFalse();
    budget.requested();
    assertThat(budget.tryRetry()).isFalse();
    budget.requested();
    assertThat(budget.tryRetry()).isTrue();
  }

  @Test
  void of_outOfRange_saysWhich() {
    assertThatThrownBy(() -> RetryBudget.of(0, 1))
        .hasMessage("share must be at least 0.000001 and at most 1: share=0.0");
    assertThatThrownBy(() -> RetryBudget.of(0.1, 0))
        .hasMessage("most-retries must be between 1 and 1000000: most-retries=0");
  }
}
