package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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

  private List<String> names() {
    try {
      return world.files.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void leftovers_ofACrash_areGoneBeforeAnythingNeedsRoom() throws IOException {
    world.connect();
    assertThat(world.appendDurably(world.lane(), "kept").isForced()).isTrue();
    world.kill();
    world.files.create("filling-spare").close();
    List<List<String>> namesAtForces = new ArrayList<>();
    world.faulty.beforeForce(() -> namesAtForces.add(names()));

    world.open();

    assertThat(namesAtForces)
        .isNotEmpty()
        .allSatisfy(names -> assertThat(names).doesNotContain("filling-spare"));
    assertThat(world.log().backlog(Priority.NORMAL).recovered()).isEqualTo(1);
  }
}
