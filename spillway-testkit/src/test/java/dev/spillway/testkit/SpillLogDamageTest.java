package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpillLogDamageTest {
  private static final int BLOCK = 4096;

  private final LogWorld world = new LogWorld();

  /** Blocks of one, two, three and four records, each in 4096 bytes. */
  private String fourBlocks() throws IOException {
    world.connect();
    world.appendDurably(world.lane(), "1");
    world.appendDurably(world.lane(), "2a", "2b");
    world.appendDurably(world.lane(), "3a", "3b", "3c");
    world.appendDurably(world.lane(), "4a", "4b", "4c", "4d");
    return segment("normal");
  }

  private String segment(String lane) throws IOException {
    return world.files.list().stream()
        .filter(name -> name.startsWith(lane + "-0"))
        .findFirst()
        .orElseThrow();
  }

  private long quarantined(List<SpillBlock> blocks) {
    return blocks.stream().mapToLong(SpillBlock::quarantinedBefore).sum();
  }

  private List<String> texts(List<SpillBlock> blocks) {
    return blocks.stream().flatMap(block -> Records.texts(block.records()).stream()).toList();
  }

  @Test
  void payload_thatIsDamaged_losesItsRecordsAndNoOthers() throws IOException {
    String name = fourBlocks();
    world.crash(1);
    world.files.damage(name, BLOCK + 64 + 5, 0x10);
    world.reopen();
    assertThat(world.lane().recovered()).isEqualTo(10);
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(texts(blocks)).containsExactly("1", "3a", "3b", "3c", "4a", "4b", "4c", "4d");
    assertThat(blocks.get(1).quarantinedBefore()).isEqualTo(2);
    assertThat(quarantined(blocks)).isEqualTo(2);
    assertThat(world.lane().unread()).isZero();
    assertThat(world.log().figures().quarantined()).isEqualTo(2);
  }

  @Test
  void header_thatIsDamaged_losesItsRecordsAndNoOthers() throws IOException {
    String name = fourBlocks();
    world.crash(1);
    for (int offset = 0; offset < 64; offset += 9) {
      world.files.damage(name, 2 * BLOCK + offset, 0x40);
    }
    world.reopen();
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(texts(blocks)).containsExactly("1", "2a", "2b", "4a", "4b", "4c", "4d");
    assertThat(quarantined(blocks)).isEqualTo(3);
  }

  @Test
  void header_withOneFlippedBit_isNotBelieved() throws IOException {
    for (int offset = 0; offset < 64; offset++) {
      LogWorld fresh = new LogWorld();
      fresh.connect();
      fresh.appendDurably(fresh.lane(), "1");
      fresh.appendDurably(fresh.lane(), "2a", "2b");
      fresh.appendDurably(fresh.lane(), "3");
      String name =
          fresh.files.list().stream().filter(n -> n.startsWith("normal-0")).toList().get(0);
      fresh.kill();
      fresh.files.damage(name, BLOCK + offset, 1 << (offset % 8));
      fresh.reopen();
      List<SpillBlock> blocks = fresh.poll(fresh.lane());
      assertThat(texts(blocks)).as("offset " + offset).containsExactly("1", "3");
      assertThat(quarantined(blocks)).isEqualTo(2);
    }
  }

  @Test
  void damage_isFoundWhileTheLogIsOpen_andAcknowledgedLikeABlock() throws IOException {
    world.faulty.failReads(0, Integer.MAX_VALUE); // or all of it would be read ahead
    String name = fourBlocks();
    world.files.damage(name, 3 * BLOCK + 70, 1);
    world.faulty.failReads(0, 0);
    world.settle();
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(texts(blocks)).containsExactly("1", "2a", "2b", "3a", "3b", "3c");
    assertThat(blocks.get(3).records().count()).isZero();
    assertThat(blocks.get(3).quarantinedBefore()).isEqualTo(4);
    assertThat(world.lane().unread()).isZero();
    blocks.forEach(world.lane()::acknowledge);
    world.appendDurably(world.lane(), "5");
    assertThat(world.drain(world.lane())).containsExactly("5");
    world.log().close();
    world.reopen();
    assertThat(world.lane().recovered()).isZero();
  }

  @Test
  void lastBlock_thatWasConfirmedByTheState_isDamageAndNotATornTail() throws IOException {
    String name = fourBlocks();
    world.settle();
    world.drain(world.lane()).clear();
    world.appendDurably(world.lane(), "5a", "5b");
    String last = segmentHolding(10);
    SpillBlock block = world.poll(world.lane()).get(0);
    world.log().close();
    assertThat(block.records().count()).isEqualTo(2);
    world.crash(1);
    world.files.damage(last, last.equals(name) ? 4 * BLOCK + 66 : 66, 1);
    world.reopen();
    assertThat(world.lane().recovered()).isEqualTo(2);
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(quarantined(blocks)).isEqualTo(2);
    assertThat(world.log().recovery().unconfirmedRecords()).isZero();
  }

  private String segmentHolding(long sequence) throws IOException {
    String found = "";
    for (String name : world.files.list()) {
      if (name.startsWith("normal-0") && Long.parseLong(name.substring(7, 27)) <= sequence) {
        found = name;
      }
    }
    return found;
  }

  @Test
  void tail_thatIsTorn_isNotDamage_andTheLaneGoesOnInANewSegment() throws IOException {
    String name = fourBlocks();
    world.kill();
    world.files.damage(name, 3 * BLOCK + 66, 1); // never confirmed by a later header or the state
    world.reopen();
    assertThat(world.lane().recovered()).isEqualTo(6);
    assertThat(world.log().recovery().unconfirmedRecords()).isEqualTo(4);
    world.appendDurably(world.lane(), "new");
    assertThat(world.files.list())
        .filteredOn(file -> file.startsWith("normal-00000000000000000006-"))
        .hasSize(1);
    assertThat(world.drain(world.lane())).containsExactly("1", "2a", "2b", "3a", "3b", "3c", "new");
    assertThat(world.log().figures().quarantined()).isZero();
  }

  @Test
  void state_thatIsMissing_isRebuilt() throws IOException {
    fourBlocks();
    world.lane().acknowledge(world.poll(world.lane()).get(0));
    world.log().close();
    world.files.delete("state");
    world.reopen();
    assertThat(world.log().recovery().stateRebuilt()).isTrue();
    assertThat(world.drain(world.lane())).hasSize(10).startsWith("1", "2a");
  }

  @Test
  void state_whoseSlotsAreBothDamaged_isRebuilt() throws IOException {
    fourBlocks();
    world.log().close();
    world.files.damage("state", 20, 1);
    world.files.damage("state", BLOCK + 20, 1);
    world.reopen();
    assertThat(world.log().recovery().stateRebuilt()).isTrue();
    assertThat(world.drain(world.lane())).hasSize(10);
    world.log().close();
    world.reopen();
    assertThat(world.log().recovery().stateRebuilt()).isFalse();
    assertThat(world.lane().recovered()).isZero();
  }

  @Test
  void state_withOneDamagedSlot_costsNothing() throws IOException {
    for (int slot = 0; slot < 2; slot++) {
      LogWorld fresh = new LogWorld();
      fresh.connect();
      fresh.appendDurably(fresh.lane(), "a");
      fresh.appendDurably(fresh.lane(), "b");
      fresh.log().close();
      fresh.files.damage("state", slot * BLOCK + 40, 1);
      fresh.reopen();
      assertThat(fresh.drain(fresh.lane())).containsExactly("a", "b");
    }
  }

  @Test
  void segment_thatWasRecycled_showsNothingOfItsEarlierLife() throws IOException {
    world.connect();
    for (int index = 0; index < 6; index++) {
      world.appendDurably(world.lane(), "old " + index);
    }
    world.drain(world.lane());
    world.settle();
    world.appendDurably(world.lane(), "old 6", "old 7");
    for (int index = 0; index < 20; index++) {
      world.appendDurably(world.log().backlog(Priority.HIGH), "high " + index);
      world.drain(world.log().backlog(Priority.HIGH));
      world.settle();
    }
    world.kill();
    world.reopen();
    assertThat(world.drain(world.lane())).containsExactly("old 6", "old 7");
    assertThat(world.drain(world.log().backlog(Priority.HIGH))).isEmpty();
    assertThat(world.log().figures().quarantined()).isZero();
  }

  @Test
  void segment_thatIsGone_isCountedExactly() throws IOException {
    world.connect();
    for (int index = 0; index < 10; index++) {
      world.appendDurably(world.lane(), "block " + index);
    }
    world.log().close();
    List<String> names =
        world.files.list().stream().filter(name -> name.startsWith("normal-0")).toList();
    assertThat(names).hasSize(3);
    world.files.delete(names.get(1));
    world.reopen();
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(quarantined(blocks)).isEqualTo(4);
    assertThat(texts(blocks)).hasSize(6);

    world.log().close();
    for (String name : world.files.list()) {
      if (name.startsWith("normal-")) {
        world.files.delete(name);
      }
    }
    world.reopen();
    assertThat(quarantined(world.poll(world.lane()))).isEqualTo(10);
    assertThat(world.lane().unread()).isZero();
  }
}
