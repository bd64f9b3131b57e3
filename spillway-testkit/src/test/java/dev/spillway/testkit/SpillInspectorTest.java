package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.spill.SpillFile;
import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpillInspectorTest {
  private final LogWorld world = new LogWorld();

  private SpillInspector inspector() {
    return SpillInspector.of(world.files);
  }

  private SpillInspector.Lane lane(String name) {
    return inspector().lanes().stream()
        .filter(lane -> lane.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private SpillInspector.Verification verify() {
    return inspector().verify((segment, done, total) -> assertThat(done).isPositive());
  }

  private void fill() {
    world.connect();
    for (int index = 0; index < 6; index++) {
      world.appendDurably(world.lane(), "a" + index, "b" + index);
    }
    world.addLetters("dead");
    world.lane().acknowledge(Objects.requireNonNull(world.lane().poll()));
    world.settle();
  }

  private static final class Reading implements SpillInspector.RecordVisitor {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void onRecord(long sequence, byte[] bytes, int offset, int length) {
      seen.add(sequence + "=" + new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void onDamage(long first, long end) {
      seen.add(first + ".." + end);
    }
  }

  private List<String> read(String lane) {
    Reading reading = new Reading();
    inspector().records(lane, reading);
    return reading.seen;
  }

  @Test
  void lanes_ofALogAtWork_areListed() {
    fill();
    assertThat(inspector().lanes()).hasSize(11);
    SpillInspector.Lane normal = lane("normal");
    assertThat(normal.cursor()).isEqualTo(2);
    assertThat(normal.end()).isEqualTo(12);
    assertThat(normal.backlog()).isEqualTo(10);
    assertThat(normal.segments()).hasSize(2);
    assertThat(normal.segments().get(1).first()).isEqualTo(8);
    assertThat(normal.segments().get(0).sizeBytes()).isEqualTo(LogWorld.SEGMENT_BYTES);
    assertThat(lane("dead-letters").backlog()).isEqualTo(1);
    assertThat(lane("critical-carried").segments()).isEmpty();
    assertThat(world.appendDurably(world.lane(), "still at work").isForced()).isTrue();
  }

  @Test
  void records_thatAreNotSettled_areRead() {
    fill();
    assertThat(read("normal")).hasSize(10).startsWith("2=a1", "3=b1").endsWith("11=b5");
    assertThat(read("dead-letters")).containsExactly("0=dead");
    assertThatThrownBy(() -> read("nowhere"))
        .hasMessage("lane must be one of the log's: lane=nowhere");
  }

  @Test
  void verify_countsWhatIsWholeAndWhatIsNot() throws IOException {
    fill();
    SpillInspector.Verification sound = verify();
    assertThat(sound.blocks()).isEqualTo(7);
    assertThat(sound.records()).isEqualTo(13);
    assertThat(sound.damagedBlocks()).isZero();
    assertThat(sound.lostRecords()).isZero();

    String first = lane("normal").segments().get(0).fileName();
    world.files.damage(first, 66, 1); // settled
    world.files.damage(first, 4096 + 10, 1); // a header
    world.files.damage(first, 3 * 4096 + 66, 1); // a payload
    SpillInspector.Verification damaged = verify();
    assertThat(damaged.damagedBlocks()).isEqualTo(3);
    assertThat(damaged.damagedRecords()).isEqualTo(6);
    assertThat(damaged.lostRecords()).isEqualTo(4);
    assertThat(damaged.records()).isEqualTo(7);
    assertThat(read("normal"))
        .containsExactly("2..4", "4=a2", "5=b2", "6..8", "8=a4", "9=b4", "10=a5", "11=b5");
  }

  @Test
  void verify_ofATornTail_tellsItApartFromDamage() throws IOException {
    fill();
    String last = lane("normal").segments().get(1).fileName();
    world.appendDurably(world.lane(), "torn", "torn", "torn");
    world.kill();
    world.files.damage(last, 2 * 4096 + 66, 1);
    SpillInspector.Verification verification = verify();
    assertThat(verification.damagedBlocks()).isZero();
    assertThat(verification.unconfirmedRecords()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {4096 + 10, 4096 + 100, 2 * 4096 - 1})
  void verify_ofAFileThatLostItsEnd_saysThatNobodyKnowsHowMuch(int sizeBytes) throws IOException {
    fill();
    String last = lane("normal").segments().get(1).fileName();
    world.kill();
    try (SpillFile file = world.files.open(last)) {
      file.truncate(sizeBytes);
    }
    assertThat(verify().cutShort()).containsExactly(last);
    world.reopen().close();
    assertThat(verify().cutShort()).as("told once, to who started it").isEmpty();
  }

  @Test
  void verify_afterAKill_findsNoFileCutShort() throws IOException {
    fill();
    world.kill();
    assertThat(verify().cutShort()).isEmpty();
    world.reopen();
    world.kill();
    assertThat(verify().cutShort()).as("recovery cuts behind a block").isEmpty();
  }

  @Test
  void lanes_ofAnEmptyDirectory_areEmpty() {
    world.log().close();
    SpillInspector empty = SpillInspector.of(new SimulatedFiles());
    assertThat(empty.lanes()).allMatch(lane -> lane.backlog() == 0 && lane.segments().isEmpty());
    assertThat(empty.verify((segment, done, total) -> {}).records()).isZero();
    assertThat(world.log().backlog(Priority.HIGH).poll()).isNull();
  }
}
