package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log on a real disk whose lock file somebody else takes away. */
class LostLockTest {
  @TempDir Path parent;

  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(1));
  private Path directory = Path.of("");
  private SpillLog log;

  @BeforeEach
  void open() {
    directory = parent.resolve("log");
    log =
        SpillLog.builder(directory)
            .diskBytes(16 << 20)
            .maxRecordBytes(2048)
            .schedulers(scheduler, scheduler)
            .open();
    log.connect(new RecordingListener());
    scheduler.advance(Duration.ofSeconds(2));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private boolean isDurable() {
    RecordingCallback answer = new RecordingCallback();
    SpillLane lane = log.backlog(Priority.NORMAL);
    boolean taken = lane.append(Records.of(List.of("event")), answer);
    scheduler.runDue();
    return taken && answer.isForced();
  }

  private void look() {
    scheduler.advance(Duration.ofSeconds(1));
  }

  private void assertFailing() {
    assertThat(log.figures().disk().state()).isEqualTo(DiskState.FAILING);
    assertThat(log.trouble())
        .contains(
            "the lock was lost in " + directory,
            directory.resolve("lock")
                + " is not the file that this process has locked, so another process may write here"
                + " too; put the directory back as it was, or stop both and start one");
    assertThat(isDurable()).isFalse();
    assertThat(log.backlog(Priority.NORMAL).refusal()).isEqualTo(Reason.SPILL_FAILED);
  }

  private void assertHealthy() {
    assertThat(log.figures().disk().state()).isEqualTo(DiskState.HEALTHY);
    assertThat(isDurable()).isTrue();
  }

  @Test
  void lockIsReplaced_nothingIsTakenUntilItIsBack() throws IOException {
    assertThat(isDurable()).isTrue();
    Path lock = directory.resolve("lock");
    Path away = parent.resolve("away");
    Files.move(lock, away);
    look();
    assertFailing();
    Files.writeString(lock, "another process's");
    scheduler.advance(Duration.ofMinutes(1));
    assertFailing();
    Files.delete(lock);
    Files.move(away, lock);
    look();
    assertHealthy();
  }

  @Test
  void directoryIsReplaced_nothingIsTakenUntilItIsBack() throws IOException {
    assertThat(isDurable()).isTrue();
    Path away = parent.resolve("away");
    Files.move(directory, away);
    Files.createDirectory(directory);
    Files.createFile(directory.resolve("lock"));
    look();
    assertFailing();
    Files.move(directory, parent.resolve("other"));
    Files.move(away, directory);
    look();
    assertHealthy();
  }
}
