package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.spill.SpillInspector;
import dev.spillway.spill.SpillLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What dead letters and the records that settle them take on disk. */
class LetterRoomTest {
  private final LogWorld world = new LogWorld();

  private List<String> segments() throws IOException {
    return world.files.list().stream().filter(name -> name.startsWith("dead-letters")).toList();
  }

  private int fill() {
    int taken = 0;
    while (world.log().deadLetters().append(Records.of("letter " + taken), null)) {
      taken++;
      world.settle();
    }
    return taken;
  }

  @Test
  void append_manyLettersOneByOne_makesFewFiles() throws IOException {
    LogWorld wide = new LogWorld();
    wide.log().close();
    SpillLog log =
        SpillLog.builder(wide.files)
            .diskBytes(256 << 20)
            .schedulers(wide.scheduler, wide.scheduler)
            .open();
    log.connect(wide.listener);
    for (int index = 0; index < 3_000; index++) {
      assertThat(log.deadLetters().append(Records.of("letter"), null)).isTrue();
      wide.settle();
    }
    assertThat(log.deadLetters().kept()).isEqualTo(3_000);
    assertThat(wide.files.list().stream().filter(name -> name.startsWith("dead-letters")))
        .hasSizeLessThanOrEqualTo(13); // 3,000 blocks of 4 KiB in files of 1 MiB
  }

  @Test
  void settle_laneIsFull_goesOnOneByOneUntilAllAreGone() throws IOException {
    world.connect();
    int taken = fill();
    assertThat(taken).isGreaterThanOrEqualTo(4);
    TreeSet<Long> left = new TreeSet<>(world.letters().keySet());
    while (left.size() > 1) {
      assertThat(world.settleLetters(List.of(left.pollLast())).isForced()).isTrue();
      world.settle();
      assertThat(world.log().figures().diskBytes()).isLessThanOrEqualTo(LogWorld.DISK_BYTES);
    }
    assertThat(world.letters().keySet()).isEqualTo(left);
    assertThat(fill()).as("room that the settled ones have left").isPositive();
    assertThat(world.settleLetters(world.letters().keySet()).isForced()).isTrue();
    world.settle();
    assertThat(fill()).isEqualTo(taken);
  }

  @Test
  void settle_anOldLetterStays_theOthersAndTheirTombstonesLeaveNothing() throws IOException {
    world.connect();
    world.addLetters("old");
    for (int round = 0; round < 400; round++) {
      world.addLetters("letter " + round);
      assertThat(world.settleLetters(List.of(world.letters().lastKey())).isForced()).isTrue();
      world.settle();
      assertThat(segments().size()).isLessThanOrEqualTo(6);
    }
    assertThat(world.letters()).hasSize(1).containsValue("old");
    world.crash(3);
    world.reopen();
    assertThat(world.letters()).hasSize(1).containsValue("old");
    assertThat(world.log().deadLetters().recovered()).isEqualTo(1);
    assertThat(SpillInspector.of(world.files).verify((name, done, total) -> {}).lostRecords())
        .isZero();
  }

  @Test
  void settle_allLettersOfASegmentBetweenOthers_givesItsFileBack() throws IOException {
    world.connect();
    for (int index = 0; index < 5; index++) {
      world.addLetters("letter " + index);
    }
    List<Long> positions = new ArrayList<>(world.letters().keySet());
    List<String> before = segments();
    world.settleLetters(positions.subList(2, 4));
    world.settle();
    assertThat(before).hasSizeGreaterThan(2);
    assertThat(segments()).doesNotContain(before.get(1)).contains(before.get(0));
    world.kill();
    world.reopen();
    assertThat(world.letters().values()).containsExactly("letter 0", "letter 1", "letter 4");
    assertThat(world.log().figures().quarantined()).isZero();
  }

  @Test
  void open_tombstonesAreDamaged_bringsTheirLettersBackAndCounts() throws IOException {
    world.connect();
    world.addLetters("one", "two", "three");
    world.settleLetters(List.of(1L));
    world.log().close();
    String segment = segments().get(0);
    world.files.damage(segment, 4096 + 64 + 5, 1);
    world.reopen();
    assertThat(world.letters().values()).containsExactly("one", "two", "three");
    assertThat(world.log().deadLetters().recovered()).isEqualTo(3);
    assertThat(world.log().figures().quarantined()).isEqualTo(1);
    SpillInspector.Verification found =
        SpillInspector.of(world.files).verify((name, done, total) -> {});
    assertThat(found.damagedBlocks()).isEqualTo(1);
    assertThat(found.lostRecords()).isZero();
  }

  @Test
  void read_letterIsDamaged_countsItAndGoesOnBehindIt() throws IOException {
    world.connect();
    world.addLetters("one");
    world.addLetters("two");
    world.log().close();
    String segment = segments().get(0);
    world.files.damage(segment, 64 + 5, 1);
    world.reopen();
    assertThat(world.log().deadLetters().recovered()).isEqualTo(2);
    assertThat(world.letters().values()).containsExactly("two");
    assertThat(world.log().deadLetters().quarantined()).isEqualTo(1);
    assertThat(world.log().deadLetters().kept()).isEqualTo(1);
    world.settle();
    world.kill();
    world.reopen();
    assertThat(world.log().deadLetters().recovered()).as("counted once").isEqualTo(1);
  }

  @Test
  void inspector_ofSettledLetters_showsWhatIsKept() throws IOException {
    world.connect();
    world.addLetters("one", "two", "three");
    world.settleLetters(List.of(1L));
    SpillInspector inspector = SpillInspector.of(world.files);
    SpillInspector.Lane lane =
        inspector.lanes().stream()
            .filter(each -> each.name().equals("dead-letters"))
            .findFirst()
            .orElseThrow();
    assertThat(lane.backlog()).isEqualTo(2);
    List<String> seen = new ArrayList<>();
    inspector.records(
        "dead-letters",
        new SpillInspector.RecordVisitor() {
          @Override
          public void onRecord(long sequence, byte[] bytes, int offset, int length) {
            seen.add(sequence + "=" + new String(bytes, offset, length, StandardCharsets.UTF_8));
          }

          @Override
          public void onDamage(long first, long end) {
            seen.add(first + ".." + end);
          }
        });
    assertThat(seen).containsExactly("0=one", "2=three");
  }
}
