package dev.spillway.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillLogOnDiskTest {
  private static final int MANY = 20_000;

  @TempDir Path parent;

  private static RecordBuffer record(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RecordBuffer records = new RecordBuffer(bytes.length + RecordBuffer.LENGTH_BYTES);
    records.put(bytes, 0, bytes.length, RecordBuffer.NO_DEADLINE);
    return records;
  }

  private static List<String> numbered(Priority priority) {
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < MANY; index++) {
      texts.add(priority + " record " + index + " with some words to make it longer");
    }
    return texts;
  }

  @Test
  void everyLane_givesBackWhatItTook_alsoAfterAReopening() throws Exception {
    Path directory = parent.resolve("deep/spill");
    try (SpillLog log = SpillLog.builder(directory).blockBytes(16384).open()) {
      ReadAll listener = new ReadAll();
      log.connect(listener);
      for (Priority priority : Priority.values()) {
        for (String text : numbered(priority)) {
          assertThat(log.backlog(priority).append(record(text), null)).isTrue();
        }
      }
      assertThat(listener.drain(log.backlog(Priority.HIGH))).isEqualTo(numbered(Priority.HIGH));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (SpillLog log = SpillLog.builder(directory).open()) {
      ReadAll listener = new ReadAll();
      log.connect(listener);
      assertThat(log.recovery().records()).isEqualTo(4L * MANY);
      for (Priority priority : Priority.values()) {
        List<String> expected = priority == Priority.HIGH ? List.of() : numbered(priority);
        assertThat(listener.drain(log.backlog(priority))).isEqualTo(expected);
      }
      assertThat(log.figures().quarantined()).isZero();
    }
  }

  @Test
  void close_directoryWasMovedAway_tellsWhatIsMissing() throws Exception {
    Path directory = parent.resolve("spill");
    SpillLog log = SpillLog.builder(directory).open();
    log.connect(new ReadAll());
    assertThat(isForced(log, "kept")).isTrue();
    assertThat(log.closeTrouble()).isNull();
    Files.move(directory, parent.resolve("elsewhere"));

    log.close();

    assertThat(log.closeTrouble())
        .startsWith("spill directory could not be closed: " + directory + ": java.");
  }

  @Test
  void close_segmentWasDeleted_tellsWhichIsMissing() throws Exception {
    Path directory = parent.resolve("spill");
    SpillLog log = SpillLog.builder(directory).open();
    log.connect(new ReadAll());
    assertThat(isForced(log, "kept")).isTrue();
    Path segment = null;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "normal-*")) {
      segment = found.iterator().next();
    }
    Files.delete(segment);

    log.close();

    assertThat(log.closeTrouble()).contains("files are missing: " + segment.getFileName());
  }

  @Test
  void openedAndClosedAgainAndAgain_nothingRead_takesWhatItHoldsAndNoMore() throws Exception {
    Path directory = parent.resolve("spill");
    int times = 40; // more than there are segments within the bound
    for (int time = 0; time < times; time++) {
      try (SpillLog log = SpillLog.builder(directory).diskBytes(64 << 20).open()) {
        log.connect(new ReadAll());
        assertThat(isForced(log, "text " + time)).isTrue();
        assertThat(log.figures().quarantined()).isZero();
      }
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "normal-*")) {
      for (Path segment : found) {
        assertThat(Files.size(segment)).isLessThan(16 << 10);
      }
    }
    try (SpillLog log = SpillLog.builder(directory).diskBytes(64 << 20).open()) {
      ReadAll listener = new ReadAll();
      log.connect(listener);
      assertThat(listener.drain(log.backlog(Priority.NORMAL)))
          .hasSize(times)
          .startsWith("text 0")
          .endsWith("text " + (times - 1));
    }
  }

  @Test
  void close_orderly_leavesNoTrouble() throws Exception {
    SpillLog log = SpillLog.builder(parent.resolve("spill")).open();
    log.connect(new ReadAll());
    assertThat(isForced(log, "kept")).isTrue();

    log.close();

    assertThat(log.closeTrouble()).isNull();
  }

  @Test
  void append_directoryWasRemovedOrMovedAway_isNotCalledDurable() throws Exception {
    Path directory = parent.resolve("spill");
    Path elsewhere = parent.resolve("elsewhere");
    try (SpillLog log = SpillLog.builder(directory).open()) {
      log.connect(new ReadAll());
      assertThat(isForced(log, "before")).isTrue();
      Files.move(directory, elsewhere);
      assertThat(isForced(log, "lost")).isFalse();
      assertThat(log.trouble()).contains("normal can't be written");
      Files.move(elsewhere, directory);
    }
    try (SpillLog log = SpillLog.builder(directory).open()) {
      assertThat(log.recovery().records()).isGreaterThanOrEqualTo(1);
    }
  }

  private static boolean isForced(SpillLog log, String text) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    AppendCallback callback =
        new AppendCallback() {
          @Override
          public void onForced() {
            answer.complete(true);
          }

          @Override
          public void onFailed(int forcedRecords, Throwable cause) {
            answer.complete(false);
          }
        };
    assertThat(log.backlog(Priority.NORMAL).append(record(text), callback)).isTrue();
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void open_ofADirectoryInUse_namesTheHolder() throws Exception {
    Path directory = parent.resolve("spill");
    Process holder = ChildJvm.start(ChildJvm.Holder.class, directory);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(lines.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> SpillLog.builder(directory).open())
          .isInstanceOf(SpillException.class)
          .hasMessage(
              "spill directory is locked by process "
                  + holder.pid()
                  + ": "
                  + directory
                  + "; stop it or use another directory");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    SpillLog.builder(directory).open().close();
  }

  @Test
  void open_twiceInOneProcess_isRefusedAndKeepsTheLock() throws IOException {
    Path directory = parent.resolve("spill");
    try (SpillLog log = SpillLog.builder(directory).open()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> SpillLog.builder(directory).open())
            .isInstanceOf(SpillException.class)
            .hasMessageStartingWith(
                "spill directory is locked by process " + ProcessHandle.current().pid());
      }
      assertThat(log.trouble()).isNull();
    }
    SpillLog.builder(directory).open().close();
  }

  @Test
  void processKilled_atAnyMoment_losesNoRecordThatItToldForced() throws Exception {
    SplittableRandom random = new SplittableRandom(20261121);
    Path directory = parent.resolve("spill");
    Set<String> told = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      int lines = 200 + random.nextInt(20_000);
      told.addAll(killAfter(directory, lines));
      Set<String> found = new HashSet<>();
      try (SpillLog log = SpillLog.builder(directory).diskBytes(256L << 20).open()) {
        ReadAll listener = new ReadAll();
        log.connect(listener);
        for (Priority priority : Priority.values()) {
          SpillLane lane = log.backlog(priority);
          List<String> texts = listener.drain(lane);
          assertThat(texts).allMatch(text -> text.startsWith(priority + "/"));
          found.addAll(texts);
        }
        assertThat(log.figures().quarantined()).isZero();
      }
      assertThat(found).containsAll(told);
      told.clear();
    }
  }

  /** What the child told until it was killed, after at least {@code lines} records. */
  private static List<String> killAfter(Path directory, int lines) throws Exception {
    Process child = ChildJvm.start(ChildJvm.Appender.class, directory);
    List<String> told = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = reader.readLine();
      while (line != null) {
        told.add(line);
        if (told.size() == lines) {
          child.toHandle().destroyForcibly(); // unlike Process, it leaves the pipe open
        }
        line = reader.readLine();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(told).hasSizeGreaterThanOrEqualTo(lines);
    told.remove(told.size() - 1); // its line may be cut off
    return told;
  }
}
