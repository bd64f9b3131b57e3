package dev.spillway.simulator.spill;

import dev.spillway.Durability;
import dev.spillway.Receipt;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.Account;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.simulator.Call;
import dev.spillway.simulator.World;
import dev.spillway.simulator.scenario.DiskSetup;
import dev.spillway.time.TaskScheduler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A process with queue, log and dispatcher, until the power goes. Thread-safe. */
final class Life {
  /** Small, so that disks of a few megabytes have room for a segment of each lane. */
  private static final int BLOCK_BYTES = 32 << 10;

  /** Enough work for every server while the next batch is made. */
  private static final int CALLS_PER_SERVER = 10;

  private final World world;
  private final Disk disk;
  private final Map<String, Call> calls;
  private final TaskScheduler tasks;
  private final EventQueue queue;

  /** By number, so that a run's steps have one order. */
  private final ConcurrentNavigableMap<Long, Call> unanswered = new ConcurrentSkipListMap<>();

  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean over;

  /** Goes on with what is on {@code disk}; {@code calls} are those that it may tell of. */
  Life(World world, DiskSetup setup, Disk disk, Map<String, Call> calls) {
    this.world = world;
    this.disk = disk;
    this.calls = calls;
    tasks = disk.tasks();
    queue =
        EventQueue.builder("simulated")
            .memoryBytes(setup.memoryBytes())
            .spill(
                disk.log(tasks)
                    .diskBytes(setup.diskBytes())
                    .carryOverBytes(setup.memoryBytes())
                    .blockBytes(BLOCK_BYTES)
                    .maxRecordBytes(BLOCK_BYTES)
                    .open(),
                DiskMode.OVERFLOW)
            .time(tasks.time())
            .build();
    int batch = CALLS_PER_SERVER * world.scenario().plant().servers();
    Dispatcher.builder(queue, new PlantSink(), tasks).batchEvents(batch).build().start();
  }

  /** Asks for a durable receipt for the call of such a number. */
  void offer(long number, Event event) {
    unanswered.put(number, Objects.requireNonNull(calls.get(event.id())));
    if (over) {
      lose(number);
      return;
    }
    offered.incrementAndGet();
    CompletionStage<Receipt> receipt = queue.offer(List.of(event), Durability.DURABLE);
    CompletableFuture<Receipt> known = receipt.toCompletableFuture();
    if (known.isDone()) {
      answer(number, known.join());
    } else {
      receipt.thenAccept(told -> tasks.schedule(() -> answer(number, told), disk.busyNanos()));
    }
  }

  private void answer(long number, Receipt receipt) {
    Call call = unanswered.remove(number);
    if (call == null) {
      return; // its caller has lost its connection
    }
    if (receipt.accepted() == 1) {
      world.accept(call);
    } else {
      refused.incrementAndGet();
      world.refuse(call);
    }
  }

  private void lose(long number) {
    Call call = unanswered.remove(number);
    if (call != null) {
      world.drop(call);
    }
  }

  /** The power goes. */
  void end() {
    over = true;
    tasks.close();
    disk.cutOff(queue);
    unanswered.keySet().forEach(this::lose);
  }

  /**
   * Holds the queue's accounts against what it was offered and has answered.
   *
   * @throws IllegalStateException if they are not exact
   */
  void check() {
    long offeredThere = 0;
    long refusedThere = 0;
    for (LaneFigures lane : queue.figures().lanes().values()) {
      Account account = lane.account();
      offeredThere += account.offered();
      refusedThere += account.refusedTotal();
      require(account.imbalance() == 0, lane.priority().token() + " " + account);
    }
    require(
        offeredThere == offered.get() && refusedThere == refused.get(),
        "offered %d and %d, refused %d and %d"
            .formatted(offeredThere, offered.get(), refusedThere, refused.get()));
  }

  private static void require(boolean exact, String found) {
    if (!exact) {
      throw new IllegalStateException("accounts must be exact: " + found);
    }
  }

  /** Hands a batch to the plant, and is done when that is done with all of it. */
  private final class PlantSink implements Sink {
    @Override
    public CompletionStage<SinkResult> deliver(BatchView batch) {
      CompletableFuture<SinkResult> result = new CompletableFuture<>();
      AtomicInteger left = new AtomicInteger(batch.size());
      for (int index = 0; index < batch.size(); index++) {
        Call call = Objects.requireNonNull(calls.get(batch.event(index).id()));
        Deliveries.of(call)
            .began(
                () -> {
                  if (left.decrementAndGet() == 0) {
                    result.complete(SinkResult.DELIVERED);
                  }
                });
        world.start(call);
      }
      return result;
    }

    @Override
    public void close() {
      // the plant outlives it
    }
  }
}
