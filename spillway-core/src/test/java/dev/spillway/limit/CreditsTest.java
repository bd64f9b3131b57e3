package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreditsTest {
  private final Credits credits = new Credits(2);

  private static void inAnotherStripe(Runnable action) throws InterruptedException {
    Thread thread = new Thread(action);
    while (thread.getId() % 2 == Thread.currentThread().getId() % 2) {
      thread = new Thread(action);
    }
    thread.start();
    thread.join();
  }

  @Test
  void tryTake_asManyAsWereIssued_thenNone() {
    credits.issue(2);
    assertThat(credits.tryTake()).isTrue();
    assertThat(credits.tryTake()).isTrue();
    assertThat(credits.tryTake()).isFalse();
    assertThat(credits.left()).isZero();
    credits.give();
    assertThat(credits.tryTake()).isTrue();
  }

  @Test
  void tryTake_anotherThreadGaveItBack_findsItInItsStripe() throws InterruptedException {
    credits.issue(1);
    assertThat(credits.tryTake()).isTrue();
    inAnotherStripe(credits::give);
    assertThat(credits.left()).isEqualTo(1);
    assertThat(credits.tryTake()).isTrue();
    assertThat(credits.tryTake()).isFalse();
  }

  @Test
  void issue_lessThanIsTaken_thereIsNoneUntilSoMuchIsBack() throws InterruptedException {
    credits.issue(3);
    for (int taken = 0; taken < 3; taken++) {
      assertThat(credits.tryTake()).isTrue();
    }
    inAnotherStripe(credits::give);
    credits.issue(-2);
    assertThat(credits.left()).as("one in the other stripe, two taken beyond one").isEqualTo(-1);
    assertThat(credits.tryTake()).isFalse();
    credits.give();
    assertThat(credits.tryTake()).as("one is allowed, and one is taken").isFalse();
    inAnotherStripe(credits::give);
    assertThat(credits.tryTake()).isTrue();
    assertThat(credits.tryTake()).isFalse();
  }

  @Test
  void take_thereIsNone_isOwed() {
    credits.take();
    assertThat(credits.left()).isEqualTo(-1);
    credits.issue(1);
    assertThat(credits.tryTake()).isFalse();
    credits.give();
    assertThat(credits.tryTake()).isTrue();
  }
}
