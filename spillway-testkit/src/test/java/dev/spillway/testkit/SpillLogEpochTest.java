package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recycled file holds blocks that once were next: only the epoch tells them apart. */
class SpillLogEpochTest {
  private static final int BLOCK = 4096;

  private final LogWorld world = new LogWorld();

  private List<String> names(String start) throws IOException {
    return world.files.list().stream().filter(name -> name.startsWith(start)).toList();
  }

  @Test
  void unconfirmedBlocks_inARecycledSegment_neverComeBack() throws IOException {
    world.connect();
    String large = "x".repeat(1500);
    world.appendDurably(world.lane(), "kept");
    // One group of two blocks, of which the first is torn: records 1 to 2 and 3 to 4.
    world.lane().append(Records.of("a" + large, "b" + large), null);
    world.appendDurably(world.lane(), "c" + large, "d" + large);
    String torn = names("normal-0").get(0);
    world.kill();
    world.files.delete("state"); // which would confirm them
    world.files.damage(torn, BLOCK + 70, 1);
    for (String spare : names("spare-")) {
      world.files.delete(spare);
    }
    world.open();
    assertThat(world.log().recovery().unconfirmedRecords()).isEqualTo(4);
    recycleAndReuse(torn);
    world.kill();
    world.reopen();
    assertThat(world.drain(world.lane())).doesNotContain("c" + large, "d" + large);
  }

  private void recycleAndReuse(String torn) throws IOException {
    world.connect();
    world.appendDurably(world.log().backlog(Priority.HIGH), "takes the spare");
    assertThat(world.drain(world.lane())).containsExactly("kept");
    world.run();
    assertThat(names(torn)).isEmpty();
    world.appendDurably(world.lane(), "new 1", "new 2");
  }
}
