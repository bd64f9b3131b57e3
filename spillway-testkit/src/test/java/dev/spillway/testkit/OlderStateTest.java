package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A state that does not know of all segments, or knows of one that is none. */
class OlderStateTest {
  private final LogWorld world = new LogWorld();

  @Test
  void open_cleanStateIsFromBeforeTheLastRun_keepsWhatThatRunWroteAndWhatFollows()
      throws IOException {
    world.connect();
    world.appendDurably(world.lane(), "first run");
    world.log().close();
    byte[] before = Objects.requireNonNull(SampleFiles.contents(world.files).get("state"));
    world.reopen();
    world.appendDurably(world.lane(), "second run");
    world.log().close();
    Map<String, byte[]> files = SampleFiles.contents(world.files);
    files.put("state", before);

    LogWorld restored = new LogWorld(SampleFiles.load(files));
    restored.connect();
    restored.appendDurably(restored.lane(), "third run");
    restored.kill();
    restored.reopen();
    assertThat(restored.drain(restored.lane()))
        .isEqualTo(List.of("first run", "second run", "third run"));
    assertThat(restored.log().figures().quarantined()).isZero();
  }

  @Test
  void open_aStrayWasLeftOutAfterACleanStop_isLeftOutAfterACrashToo() throws IOException {
    world.connect();
    world.appendDurably(world.lane(), "a");
    world.log().close();
    String stray = "normal-00000000000000001000-00000007.seg";
    world.files.create(stray).close();
    world.reopen();
    world.appendDurably(world.lane(), "b");
    world.kill();

    SpillInspector.Verification verified =
        SpillInspector.of(world.files).verify((segment, done, total) -> {});
    assertThat(verified.strays()).containsExactly(stray);
    assertThat(verified.lostRecords()).isZero();
    world.reopen();
    assertThat(world.drain(world.lane())).isEqualTo(List.of("a", "b"));
    assertThat(world.log().figures().quarantined()).isZero();
  }
}
