package dev.spillway.testkit;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillInspector;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A log on a real disk in virtual time, whose files a test may damage while it is closed. */
final class DamagedLog {
  static final int BLOCKS = 14;
  private static final int SEGMENT_BYTES = 20480;

  final Path directory;

  DamagedLog(Path directory) {
    this.directory = directory;
  }

  private record Opened(SpillLog log, VirtualScheduler scheduler) implements AutoCloseable {
    SpillLane lane() {
      return log.backlog(Priority.NORMAL);
    }

    void append(SpillLane lane, String... texts) {
      lane.append(Records.of(Arrays.asList(texts)), new RecordingCallback());
      scheduler.runDue();
    }

    @Override
    public void close() {
      log.close();
    }
  }

  private Opened open() {
    VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(1));
    SpillLog log =
        SpillLog.builder(directory)
            .diskBytes(24 * SEGMENT_BYTES)
            .deadLetterBytes(2 * SEGMENT_BYTES)
            .carryOverBytes(SEGMENT_BYTES)
            .blockBytes(4096)
            .maxRecordBytes(2048)
            .schedulers(scheduler, scheduler)
            .open();
    log.connect(new RecordingListener());
    scheduler.advance(Duration.ofSeconds(2));
    return new Opened(log, scheduler);
  }

  /** Fourteen blocks of two records, the first settled; letters of which some are settled. */
  DamagedLog fill() {
    try (Opened opened = open()) {
      for (int block = 0; block < BLOCKS; block++) {
        opened.append(opened.lane(), "a" + block, "b" + block);
        opened.append(opened.log().backlog(Priority.HIGH), "h" + block);
        if (block % 2 == 0) {
          RecordingCallback dead = new RecordingCallback();
          opened.log().deadLetters().append(Records.of(List.of("dead" + block)), dead);
          opened.scheduler().runDue();
        }
      }
      opened.lane().acknowledge(Objects.requireNonNull(opened.lane().poll()));
      opened.log().deadLetters().settle(new long[] {1, 2, 5}, new RecordingCallback());
      opened.scheduler().advance(Duration.ofSeconds(2));
    }
    return this;
  }

  /** The normal lane's segments, oldest first. */
  List<Path> segments(String lane) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(path -> path.getFileName().toString().matches(lane + "-\\d.*\\.seg"))
          .sorted()
          .toList();
    }
  }

  /** What can be read and is not settled, by lane and sequence; fillers left out. */
  NavigableMap<String, String> readable() {
    NavigableMap<String, String> found = new TreeMap<>();
    SpillInspector inspector = SpillInspector.of(directory);
    for (SpillInspector.Lane lane : inspector.lanes()) {
      inspector.records(
          lane.name(),
          new SpillInspector.RecordVisitor() {
            @Override
            public void onRecord(long sequence, byte[] bytes, int offset, int length) {
              if (length > 0) {
                String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
                found.put(String.format("%s %03d", lane.name(), sequence), text);
              }
            }

            @Override
            public void onDamage(long first, long end) {}
          });
    }
    return found;
  }

  SpillInspector.Verification verify() {
    return SpillInspector.of(directory).verify((segment, done, total) -> {});
  }

  /** Opens it and takes everything out of the normal and high lanes and the letters, in order. */
  List<String> drain() {
    List<String> texts = new ArrayList<>();
    try (Opened opened = open()) {
      for (Priority priority : List.of(Priority.HIGH, Priority.NORMAL)) {
        SpillLane lane = opened.log().backlog(priority);
        opened.scheduler().runDue();
        for (SpillBlock block = lane.poll(); block != null; block = lane.poll()) {
          texts.addAll(Records.texts(block.records()).stream().filter(t -> !t.isEmpty()).toList());
          lane.acknowledge(block);
          opened.scheduler().runDue();
        }
      }
      opened.scheduler().advance(Duration.ofSeconds(2));
    }
    return texts;
  }

  /** A copy of all files in another directory. */
  DamagedLog copyTo(Path target) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) found::iterator) {
        Path copy = target.resolve(directory.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
    return new DamagedLog(target);
  }

  /** Every file with its bytes. */
  NavigableMap<String, String> bytes() throws IOException {
    NavigableMap<String, String> bytes = new TreeMap<>();
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
        String name = directory.relativize(path).toString();
        bytes.put(name, new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
      }
    }
    return bytes;
  }
}
