package dev.spillway.benchmarks.log;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.benchmarks.Samples;
import dev.spillway.benchmarks.Spread;
import dev.spillway.benchmarks.TemporaryDirectory;
import dev.spillway.queue.Batch;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TimeSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * A queue that nobody takes from, until its memory is full and beyond, and then one that is
 * drained.
 */
final class Overflow {
  private static final int BATCH = 1_000;
  private static final int BATCHES = 50;
  private static final int EVENT_BYTES = 420;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final long DISK_BYTES = 4L << 30;
  private static final int SPILLED = 2_000_000;
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final TimeSource time = TimeSource.system();
  private final List<List<Event>> batches = new ArrayList<>();
  private final EventQueue queue;
  private long offered;

  private Overflow(Path directory, long memoryBytes) {
    queue =
        EventQueue.builder("benchmark")
            .memoryBytes(memoryBytes)
            .spill(
                SpillLog.builder(directory)
                    .diskBytes(DISK_BYTES)
                    .carryOverBytes(memoryBytes)
                    .open(),
                DiskMode.OVERFLOW)
            .build();
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Event> events = new ArrayList<>();
      for (int number = 0; number < BATCH; number++) {
        int event = batch * BATCH + number;
        events.add(Event.builder("e" + event, Samples.jsonEvent(event, EVENT_BYTES)).build());
      }
      batches.add(events);
    }
  }

  static void print(Path parent, int rounds, PrintStream out) throws Exception {
    List<Rates> all = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      Rates rates = run(parent, MEMORY_BYTES, SPILLED);
      if (round >= 0) { // the first warms up
        all.add(rates);
      }
    }
    out.println("  events/s: median (least to greatest)");
    out.println("    into memory     " + spread(all, Rates::intoMemory));
    out.println("    into the log    " + spread(all, Rates::intoLog));
    out.println("    out of the log  " + spread(all, Rates::outOfLog));
  }

  private static String spread(List<Rates> all, ToDoubleFunction<Rates> rate) {
    return Spread.of(all.stream().map(rate::applyAsDouble).toList()).text("%,.0f");
  }

  /**
   * Fills and drains once.
   *
   * @param spilled so many events more than memory takes
   */
  static Rates run(Path parent, long memoryBytes, int spilled) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.in(parent, "overflow")) {
      Overflow overflow = new Overflow(directory.path(), memoryBytes);
      try {
        return overflow.run(spilled);
      } finally {
        overflow.queue.close();
      }
    }
  }

  private Rates run(int spilled) throws InterruptedException {
    long startNanos = time.nanoTime();
    while (!lane().inDiskMode()) {
      offer();
    }
    double intoMemory = perSecond(offered, startNanos);
    long before = offered;
    startNanos = time.nanoTime();
    while (offered - before < spilled) {
      offer();
    }
    awaitForced();
    double intoLog = perSecond(offered - before, startNanos);
    return new Rates(intoMemory, intoLog, drain());
  }

  private double perSecond(long events, long startNanos) {
    return events * 1e9 / (time.nanoTime() - startNanos);
  }

  private LaneFigures lane() {
    return Objects.requireNonNull(queue.figures().lanes().get(Priority.NORMAL));
  }

  /** What is refused, because the disk does not keep up, is offered again. */
  private void offer() {
    List<Event> batch = batches.get((int) (offered / BATCH % BATCHES));
    int accepted = accepted(batch);
    while (accepted < BATCH) {
      LockSupport.parkNanos(LOOK_NANOS);
      accepted += accepted(batch.subList(accepted, BATCH));
    }
    offered += BATCH;
  }

  private int accepted(List<Event> events) {
    return queue.offer(events).toCompletableFuture().join().accepted();
  }

  /** A receipt for the last event says that those before are on the disk as well. */
  private void awaitForced() {
    List<Event> last = batches.get(0).subList(0, 1);
    while (queue.offer(last, Durability.DURABLE).toCompletableFuture().join().accepted() == 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    offered++;
  }

  private double drain() throws InterruptedException {
    take(lane().inMemory());
    long left = queue.held();
    long startNanos = time.nanoTime();
    take(left);
    double perSecond = perSecond(left, startNanos);
    long delivered = lane().account().delivered();
    if (delivered != offered || queue.held() != 0) {
      throw new IllegalStateException(
          "all must be drained: offered=" + offered + " delivered=" + delivered);
    }
    return perSecond;
  }

  private void take(long events) throws InterruptedException {
    for (long taken = 0; taken < events; ) {
      int most = (int) Math.min(BATCH, events - taken);
      Batch batch =
          Objects.requireNonNull(queue.take(Priority.BULK, most, Integer.MAX_VALUE, LONGEST_WAIT));
      taken += batch.size();
      batch.delivered();
    }
  }

  /** Events a second. */
  record Rates(double intoMemory, double intoLog, double outOfLog) {}
}
