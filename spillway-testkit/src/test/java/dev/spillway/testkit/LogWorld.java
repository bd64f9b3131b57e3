package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.spill.SpillFiles;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillLogBuilder;
import dev.spillway.time.ManualTime;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.VirtualScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A log on simulated files in virtual time. */
final class LogWorld {
  static final int BLOCK_BYTES = 4096;
  static final int RECORD_BYTES = 2048;
  static final int SEGMENT_BYTES = 20480;
  static final int DISK_BYTES = 16 * SEGMENT_BYTES;

  SimulatedFiles files = new SimulatedFiles();
  FaultyFiles faulty = new FaultyFiles(files);
  VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(1));
  RecordingListener listener = new RecordingListener();
  private final UnaryOperator<SpillLogBuilder> settings;
  private SpillLog log;

  LogWorld() {
    this(builder -> builder);
  }

  LogWorld(UnaryOperator<SpillLogBuilder> settings) {
    this.settings = settings;
    log = open();
  }

  /** A log that goes on with what others have left; nobody is connected yet. */
  LogWorld(SimulatedFiles found) {
    this.settings = builder -> builder;
    files = found;
    faulty = new FaultyFiles(found);
    log = open();
  }

  SpillLog log() {
    return log;
  }

  SpillLog open() {
    scheduler = new VirtualScheduler(new ManualTime(1));
    listener = new RecordingListener();
    log = settings.apply(smallLog(faulty, scheduler)).open();
    return log;
  }

  /** A log with segments of four small blocks. */
  static SpillLogBuilder smallLog(SpillFiles files, TaskScheduler scheduler) {
    return SpillLog.builder(files)
        .diskBytes(DISK_BYTES)
        .deadLetterBytes(SEGMENT_BYTES)
        .carryOverBytes(2 * SEGMENT_BYTES)
        .blockBytes(BLOCK_BYTES)
        .maxRecordBytes(RECORD_BYTES)
        .schedulers(scheduler, scheduler);
  }

  /** Opens what is on the disk and connects a listener. */
  SpillLog reopen() {
    open();
    connect();
    return log;
  }

  void connect() {
    log.connect(listener);
    settle();
  }

  void crash(long seed) {
    files = files.crash(seed);
    faulty = new FaultyFiles(files);
  }

  void kill() {
    files = files.kill();
    faulty = new FaultyFiles(files);
  }

  /** Lets blocks linger and acknowledgements be recorded. */
  void settle() {
    scheduler.advance(Duration.ofSeconds(2));
  }

  void run() {
    scheduler.runDue();
  }

  SpillLane lane() {
    return log.backlog(Priority.NORMAL);
  }

  /** Appends and returns when the receipt is there. */
  RecordingCallback appendDurably(SpillLane lane, String... texts) {
    RecordingCallback callback = new RecordingCallback();
    assertThat(lane.append(Records.of(texts), callback)).isTrue();
    run();
    return callback;
  }

  RecordingCallback addLetters(String... texts) {
    RecordingCallback callback = new RecordingCallback();
    assertThat(log.deadLetters().append(Records.of(texts), callback)).isTrue();
    run();
    return callback;
  }

  /** The letters that are kept, by position. */
  NavigableMap<Long, String> letters() {
    NavigableMap<Long, String> letters = new TreeMap<>();
    long from = 0;
    for (SpillLetters.Block block = readLetters(from); block != null; block = readLetters(from)) {
      List<String> texts = Records.texts(block.records());
      for (int index = 0; index < texts.size(); index++) {
        if (block.isKept(index)) {
          letters.put(block.first() + index, texts.get(index));
        }
      }
      from = block.end();
    }
    return letters;
  }

  SpillLetters.@Nullable Block readLetters(long from) {
    CompletableFuture<SpillLetters.@Nullable Block> answer =
        log.deadLetters().read(from).toCompletableFuture();
    run();
    return answer.join();
  }

  /** Settles letters and returns what was told by the time that all was done. */
  RecordingCallback settleLetters(Collection<Long> positions) {
    RecordingCallback callback = new RecordingCallback();
    long[] sequences = positions.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(log.deadLetters().settle(sequences, callback)).isTrue();
    run();
    return callback;
  }

  List<SpillBlock> poll(SpillLane lane) {
    List<SpillBlock> blocks = new ArrayList<>();
    run();
    for (SpillBlock block = lane.poll(); block != null; block = lane.poll()) {
      blocks.add(block);
      run();
    }
    return blocks;
  }

  List<String> drain(SpillLane lane) {
    List<String> texts = new ArrayList<>();
    for (SpillBlock block : poll(lane)) {
      texts.addAll(Records.texts(block.records()));
      lane.acknowledge(block);
    }
    return texts;
  }

  /** The names of the segments. */
  List<String> segments() {
    try {
      return files.list().stream().filter(name -> name.endsWith(".seg")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flips a bit somewhere in a file. */
  void damage(String name, SplittableRandom random) {
    try {
      long sizeBytes = files.sizeBytes(name);
      if (sizeBytes > 0) {
        files.damage(name, random.nextLong(sizeBytes), 1 << random.nextInt(Byte.SIZE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
