package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterRoomTest {
  private final LogWorld world = new LogWorld();

  @Test
  void deadLetters_afewInEachOfManyRuns_takeNoMoreRoomThanTheyNeed() {
    for (int run = 0; run < 5; run++) {
      world.connect();
      assertThat(world.appendDurably(world.log().deadLetters(), "letter " + run).isForced())
          .as("letter of run " + run)
          .isTrue();
      assertThat(world.log().trouble()).isNull();
      if (run % 2 == 0) {
        world.log().close();
      }
      world.crash(run);
      world.open();
    }
    assertThat(world.log().figures().deadLetters()).isEqualTo(5);
  }
}
