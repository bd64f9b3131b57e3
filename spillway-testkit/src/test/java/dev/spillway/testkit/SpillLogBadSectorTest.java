package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.SpillBlock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpillLogBadSectorTest {
  private final LogWorld world = new LogWorld();

  private void fourBlocks() {
    for (int index = 0; index < 4; index++) {
      world.appendDurably(world.lane(), "a" + index, "b" + index);
    }
    world.log().close();
    world.reopen();
  }

  @Test
  void sector_thatCanNeverBeRead_costsItsBlock() {
    fourBlocks();
    world.log().close();
    world.faulty.failReadsAt(4096, true);
    world.reopen();
    assertThat(world.log().trouble()).isNotNull();
    world.scheduler.advance(Duration.ofSeconds(20));
    assertThat(world.log().trouble()).isNull();
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(blocks).extracting(SpillBlock::quarantinedBefore).containsExactly(0L, 2L, 0L);
    assertThat(world.lane().unread()).isZero();
  }

  @Test
  void disk_thatReadsNothing_losesNothing() {
    fourBlocks();
    world.log().close();
    world.faulty.failReadsAt(-1, true);
    world.open();
    world.connect();
    world.scheduler.advance(Duration.ofMinutes(10));
    assertThat(world.log().trouble()).contains("can't be read");
    assertThat(world.poll(world.lane())).isEmpty();
    world.faulty.failReadsAt(-1, false);
    world.scheduler.advance(Duration.ofSeconds(10));
    assertThat(world.drain(world.lane())).hasSize(8);
    assertThat(world.log().figures().quarantined()).isZero();
  }
}
