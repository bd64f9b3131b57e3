package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import dev.spillway.benchmarks.kill.Told.Opening;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Stopped;
import dev.spillway.benchmarks.kill.Told.Stopping;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.queue.DeadLetterFigures;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that is killed: a queue on a log, producers, and a dispatcher with a sink. It stops
 * at a line from its parent, and ends at once when its parent is gone.
 */
final class Victim {
  static final int PRODUCERS = 4;

  private static final int BLOCK_BYTES = 8 << 10;

  /** The most events of a block. */
  static final int BLOCK_EVENTS = BLOCK_BYTES / Parcel.LEAST_RECORD_BYTES;

  private static final int MEMORY_BYTES = 512 << 10;

  /** Segments of 512 KiB and of 2 MiB, so that they end often and find no room at times. */
  private static final long[] DISK_BYTES = {8L << 20, 32L << 20};

  /** The slow ones let a backlog grow. */
  private static final long[] ANSWER_MICROS = {0, 200, 1_000, 10_000};

  private static final int MOST_DRAIN_MILLIS = 100;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final LifePlan plan;
  private final Mouth mouth;
  private final SplittableRandom random;
  private final TaskScheduler tasks = TaskScheduler.onThread("dispatch");
  private final SpillLog log;
  private final EventQueue queue;
  private final Dispatcher dispatcher;

  private Victim(LifePlan plan, Path directory, Mouth mouth) {
    this.plan = plan;
    this.mouth = mouth;
    random = new SplittableRandom(plan.seed());
    TimeSource time = tasks.time();
    mouth.tell(new Opening());
    long startNanos = time.nanoTime();
    log =
        SpillLog.builder(directory)
            .diskBytes(DISK_BYTES[random.nextInt(DISK_BYTES.length)])
            .carryOverBytes(MEMORY_BYTES)
            .blockBytes(BLOCK_BYTES)
            .maxRecordBytes(BLOCK_BYTES)
            .open();
    queue = EventQueue.builder("kill").memoryBytes(MEMORY_BYTES).spill(log, plan.mode()).build();
    tellReady(time.nanoTime() - startNanos);
    long answerMicros =
        plan.ending() == Ending.DRAINED ? 0 : ANSWER_MICROS[random.nextInt(ANSWER_MICROS.length)];
    TellingSink sink =
        new TellingSink(plan.life(), mouth, tasks, TimeUnit.MICROSECONDS.toNanos(answerMicros));
    dispatcher =
        Dispatcher.builder(queue, sink, tasks)
            .tries(2)
            .retryDelay(Duration.ofMillis(5), 1)
            .batchEvents(200)
            .build();
  }

  /** Whether {@code producer} asks for no durable receipts. */
  static boolean isVolatile(int producer) {
    return producer == PRODUCERS - 1;
  }

  /**
   * Lives as its arguments say.
   *
   * @param arguments directory, life, seed, mode, ending
   */
  public static void main(String[] arguments) throws IOException {
    LifePlan plan =
        new LifePlan(
            Integer.parseInt(arguments[1]),
            Long.parseLong(arguments[2]),
            DiskMode.valueOf(arguments[3]),
            Ending.valueOf(arguments[4]),
            0,
            0);
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.US_ASCII);
    new Victim(plan, Path.of(arguments[0]), new Mouth(out)).live();
  }

  private void live() throws IOException {
    dispatcher.start();
    List<Producer> producers = new ArrayList<>();
    if (plan.ending() == Ending.DRAINED) {
      drain();
    } else {
      queue.deadLetters().replay(DeadLetterFilter.ALL).toCompletableFuture().join();
      for (int number = 0; number < PRODUCERS; number++) {
        producers.add(new Producer(plan, number, queue, mouth));
      }
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(1); // whoever could tell what this was for is gone
      }
    }
    mouth.tell(new Stopping());
    queue.stopAccepting();
    Duration limit =
        plan.ending() == Ending.DRAINED
            ? Duration.ofMinutes(1)
            : Duration.ofMillis(random.nextInt(MOST_DRAIN_MILLIS));
    dispatcher.stop(limit).toCompletableFuture().join();
    producers.forEach(Producer::close);
    queue.close();
    tellStopped();
  }

  /** Letters go back to their lanes when these have room again. */
  private void drain() {
    do {
      while (queue.held() > 0) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      queue.deadLetters().replay(DeadLetterFilter.ALL).toCompletableFuture().join();
    } while (queue.held() > 0 || log.figures().deadLetters() > 0);
  }

  private void tellReady(long recoveryNanos) {
    List<Long> recovered = new ArrayList<>();
    QueueFigures figures = queue.figures();
    for (Priority lane : Priority.values()) {
      recovered.add(lane(figures, lane).account().recovered());
    }
    mouth.tell(
        new Ready(
            recoveryNanos,
            log.recovery().clean(),
            log.recovery().stateRebuilt(),
            figures.deadLetters(),
            recovered));
  }

  private void tellStopped() {
    QueueFigures figures = queue.figures();
    DeadLetterFigures letters = queue.deadLetters().figures();
    List<LaneBook> lanes =
        Arrays.stream(Priority.values()).map(lane -> LaneBook.of(lane(figures, lane))).toList();
    mouth.tell(
        new Stopped(
            letters.kept(),
            letters.imbalance(),
            log.figures().quarantined(),
            log.closeTrouble() == null,
            lanes));
  }

  private static LaneFigures lane(QueueFigures figures, Priority lane) {
    return Objects.requireNonNull(figures.lanes().get(lane));
  }
}
