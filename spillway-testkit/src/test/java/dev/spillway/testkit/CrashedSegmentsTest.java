package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import org.junit.jupiter.api.Test;

class CrashedSegmentsTest {
  private final LogWorld world = new LogWorld();

  @Test
  void deadLetters_afewInEachOfManyRuns_takeNoMoreRoomThanTheyNeed() {
    for (int run = 0; run < 5; run++) {
      world.connect();
      assertThat(world.addLetters("letter " + run).isForced()).as("letter of run " + run).isTrue();
      assertThat(world.log().trouble()).isNull();
      if (run % 2 == 0) {
        world.log().close();
      }
      world.crash(run);
      world.open();
    }
    assertThat(world.log().figures().deadLetters()).isEqualTo(5);
  }

  @Test
  void backlog_afterManyCrashes_takesLittleMoreRoomThanItsRecords() {
    for (int run = 0; run < 15; run++) {
      world.connect();
      assertThat(world.appendDurably(world.lane(), "record " + run).isForced())
          .as("record of run " + run)
          .isTrue();
      world.crash(run);
      world.open();
    }
    assertThat(world.log().backlog(Priority.NORMAL).recovered()).isEqualTo(15);
    assertThat(world.log().figures().diskBytes()).isLessThan(LogWorld.DISK_BYTES);
    world.connect();
    assertThat(world.drain(world.lane())).hasSize(15).first().isEqualTo("record 0");
  }
}
