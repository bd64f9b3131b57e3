package dev.spillway.benchmarks.backlog;

import dev.spillway.Priority;
import dev.spillway.benchmarks.Samples;
import dev.spillway.benchmarks.TemporaryDirectory;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillInspector;
import dev.spillway.spill.SpillLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Fills a log, and then again and again flips one bit of a copy of it, asks what is lost, and
 * delivers the rest. For one use.
 */
final class FlippedBits {
  private static final int EVENT_BYTES = 200;
  private static final int GROUP_EVENTS = 1_000;
  private static final long LEAST_DISK_BYTES = 64 << 20;

  private final int events;
  private final Path parent;
  private final Consumer<String> progress;
  private final SplittableRandom random;

  /**
   * @param parent an empty directory
   * @param progress told each step
   */
  FlippedBits(int events, Path parent, long seed, Consumer<String> progress) {
    this.events = events;
    this.parent = parent;
    this.progress = progress;
    random = new SplittableRandom(seed);
  }

  /**
   * One bit, and what it cost.
   *
   * @param told what verification said is lost
   * @param counted what the log said when it delivered the rest
   * @param missing what was not delivered
   * @param largestBlock the events of the largest block
   * @param intact whether all that was delivered is what was appended, in its order
   */
  record Flip(
      String place, long told, long counted, long missing, long largestBlock, boolean intact) {
    boolean isAsPromised() {
      return intact && told == missing && counted == missing && missing <= largestBlock;
    }

    @Override
    public String toString() {
      return String.format(
          "%s: told %,d lost, counted %,d, missing %,d%s",
          place, told, counted, missing, intact ? "" : ", AND SOMETHING ELSE WAS DELIVERED");
    }
  }

  List<Flip> run(int flips) throws IOException {
    Path original = parent.resolve("original");
    progress.accept(String.format("filling, %,d events …", events));
    fill(original);
    List<Flip> done = new ArrayList<>();
    for (int flip = 1; flip <= flips; flip++) {
      try (TemporaryDirectory copy = TemporaryDirectory.in(parent, "copy")) {
        copy(original, copy.path());
        done.add(flipOne(copy.path()));
      }
      progress.accept(flip + " of " + flips + "  " + done.get(flip - 1));
    }
    return done;
  }

  private void fill(Path directory) {
    try (SpillLog log = open(directory)) {
      SpillLane lane = log.backlog(Priority.NORMAL);
      RecordBuffer group = new RecordBuffer(GROUP_EVENTS * EVENT_BYTES * 2);
      for (int number = 0; number < events; number++) {
        byte[] event = Samples.jsonEvent(number, EVENT_BYTES);
        group.put(event, 0, event.length, RecordBuffer.NO_DEADLINE);
        if (group.count() == GROUP_EVENTS || number == events - 1) {
          if (!lane.append(group, null)) {
            throw new IllegalStateException("the log must take it: " + lane.refusal());
          }
          group.clear();
        }
      }
    } // which forces all of it
  }

  private SpillLog open(Path directory) {
    long diskBytes = Math.max(LEAST_DISK_BYTES, 4L * events * EVENT_BYTES);
    return SpillLog.builder(directory).diskBytes(diskBytes).open();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private Flip flipOne(Path directory) throws IOException {
    String place = flip(directory);
    long told = SpillInspector.of(directory).verify((segment, done, total) -> {}).lostRecords();
    try (SpillLog log = open(directory)) {
      Delivery delivery = new Delivery(events);
      SpillLane lane = log.backlog(Priority.NORMAL);
      LogListening readable = new LogListening();
      log.connect(readable);
      while (delivery.next < events && lane.unread() > 0) {
        SpillBlock block = readable.take(lane);
        delivery.take(block);
        lane.acknowledge(block);
      }
      long counted = log.figures().quarantined();
      return new Flip(
          place, told, counted, events - delivery.count, delivery.largestBlock, delivery.intact);
    }
  }

  /** Any bit of any file is as likely. */
  private String flip(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(directory)) {
      files = found.sorted(Comparator.comparing(Path::toString)).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    long at = random.nextLong(bytes);
    for (Path file : files) {
      if (at < Files.size(file)) {
        int bit = random.nextInt(Byte.SIZE);
        flip(file, at, bit);
        return String.format("%s, byte %,d, bit %d", file.getFileName(), at, bit);
      }
      at -= Files.size(file);
    }
    throw new IllegalStateException("a directory must have bytes: " + directory);
  }

  private static void flip(Path file, long at, int bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1 << bit));
      channel.write(one.flip(), at);
    }
  }

  /** Holds what is delivered against what was appended. */
  private static final class Delivery {
    private final int events;
    private int next;
    private long count;
    private long largestBlock;
    private boolean intact = true;

    Delivery(int events) {
      this.events = events;
    }

    void take(SpillBlock block) {
      next += (int) block.quarantinedBefore();
      RecordBuffer records = block.records();
      largestBlock = Math.max(largestBlock, records.count());
      for (int index = 0; index < records.count(); index++) {
        byte[] expected = Samples.jsonEvent(next, EVENT_BYTES);
        int from = records.offset(index);
        int to = from + records.length(index);
        intact &=
            next < events && Arrays.equals(records.array(), from, to, expected, 0, expected.length);
        next++;
        count++;
      }
    }
  }
}
