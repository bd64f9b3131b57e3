package dev.spillway.queue;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.Refused;
import dev.spillway.concurrency.Colliding;
import dev.spillway.concurrency.Findings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** A small queue in memory, offered to, polled, settled and closed at once. */
final class QueueOperations implements Colliding {
  private static final int MOST_EVENTS = 64;
  private static final int LANE_EVENTS = 3;
  private static final int BATCH_BYTES = 1 << 20;

  private final Strategy strategy;
  private final Findings findings = new Findings();
  private volatile Round round;

  QueueOperations(Strategy strategy) {
    this.strategy = strategy;
    round = new Round(strategy);
  }

  @Override
  public List<Runnable> calls() {
    return List.of(
        () -> tryOffer(Priority.NORMAL),
        () -> tryOffer(Priority.BULK),
        () -> offerTwo(Priority.NORMAL, Priority.BULK),
        () -> offerTwo(Priority.CRITICAL, Priority.CRITICAL),
        this::deliver,
        this::deliver,
        this::keep,
        () -> settle(round.out.poll()),
        this::stopAccepting);
  }

  private void tryOffer(Priority priority) {
    Round now = round;
    if (now.queue.tryOffer(now.event(priority)) instanceof Refused) {
      now.refused.incrementAndGet();
    }
  }

  private void offerTwo(Priority one, Priority other) {
    Round now = round;
    List<Event> events = List.of(now.event(one), now.event(other));
    CompletionStage<Receipt> answer = now.queue.offer(events, Durability.VOLATILE);
    AtomicInteger told = new AtomicInteger();
    answer.thenAccept(
        receipt -> {
          findings.check(receipt.accepted() + receipt.refusals().size() == 2, "a receipt is short");
          now.refused.addAndGet(receipt.refusals().size());
          told.incrementAndGet();
        });
    findings.check(told.get() == 1, "a volatile receipt is not told once, at once");
  }

  private void deliver() {
    settle(round.queue.poll(Priority.BULK, 2, BATCH_BYTES));
  }

  private void settle(@Nullable Batch batch) {
    if (batch != null) {
      for (int index = 0; index < batch.size(); index++) {
        round.delivered(batch.event(index));
      }
      batch.delivered();
    }
  }

  /** Holds a batch for somebody else, or tries its events again. */
  private void keep() {
    Round now = round;
    Batch batch = now.queue.poll(Priority.BULK, 2, BATCH_BYTES);
    if (batch != null && batch.size() == 1) {
      batch.retry(0, Duration.ofNanos(1), "again");
    } else if (batch != null) {
      now.out.add(batch);
    }
  }

  private void stopAccepting() {
    round.queue.stopAccepting();
  }

  @Override
  public void settle() {
    Round now = round;
    for (Batch batch = now.out.poll(); batch != null; batch = now.out.poll()) {
      settle(batch);
    }
    while (now.queue.held() > 0) { // what is tried again is due a moment later
      settle(now.queue.poll(Priority.BULK, LANE_EVENTS, BATCH_BYTES));
    }
    for (Priority priority : Priority.values()) {
      int places = now.queue.lane(priority).memory().takenPlaces();
      findings.check(places == 0, "places of a lane are not given back, or twice");
    }
    QueueFigures figures = now.queue.figures();
    long offered = 0;
    long refused = 0;
    long displaced = 0;
    for (LaneFigures lane : figures.lanes().values()) {
      Account account = lane.account();
      findings.check(account.imbalance() == 0, "the account of a lane does not balance");
      findings.check(lane.inMemory() == 0, "an event is left that nobody holds");
      offered += account.offered();
      refused += account.refusedTotal();
      displaced += account.displaced();
    }
    findings.check(offered == now.offered.get(), "an offer is not counted");
    findings.check(refused == now.refused.get(), "a refusal is not told, or not counted");
    long delivered = now.deliveredOnce(findings);
    findings.check(offered == refused + displaced + delivered, "an accepted event is lost");
    findings.check(figures.memoryBytes() == 0, "memory is not given back");
    now.queue.close();
    findings.assertNone();
    round = new Round(strategy);
  }

  /** One queue, and what became of its events. */
  private static final class Round {
    final EventQueue queue;
    final AtomicInteger offered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final ConcurrentLinkedQueue<Batch> out = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray deliveries = new AtomicIntegerArray(MOST_EVENTS);

    Round(Strategy strategy) {
      EventQueueBuilder builder = EventQueue.builder("collisions").strategy(strategy);
      for (Priority priority : Priority.values()) {
        builder.laneEvents(priority, LANE_EVENTS);
      }
      queue = builder.build();
    }

    Event event(Priority priority) {
      int index = offered.getAndIncrement();
      return Event.builder(String.valueOf(index), new byte[8]).priority(priority).build();
    }

    void delivered(Event event) {
      deliveries.incrementAndGet(Integer.parseInt(event.id()));
    }

    long deliveredOnce(Findings findings) {
      long delivered = 0;
      for (int index = 0; index < MOST_EVENTS; index++) {
        int times = deliveries.get(index);
        findings.check(times <= 1, "an event is delivered twice");
        delivered += times;
      }
      return delivered;
    }
  }
}
