package dev.spillway.benchmarks.kill;

import dev.spillway.Durability;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.benchmarks.kill.Told.Answered;
import dev.spillway.benchmarks.kill.Told.Offered;
import dev.spillway.benchmarks.kill.Told.Refusal;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.TaskScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Offers parcels of all priorities in batches of all sizes, a few of which may be under way at
 * once. Tells an offer before it makes it, and a receipt when it has it. The fields belong to its
 * scheduler's thread.
 */
final class Producer implements AutoCloseable {
  private static final int UNDER_WAY = 4;
  private static final int FEW = 16;
  private static final int MANY = 160;
  private static final int MANY_ONE_IN = 16;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final int life;
  private final int number;
  private final EventQueue queue;
  private final Mouth mouth;
  private final SplittableRandom random;
  private final TaskScheduler tasks;
  private final AtomicInteger underWay = new AtomicInteger();
  private int made;

  /** That of {@code plan} with {@code number}. */
  Producer(LifePlan plan, int number, EventQueue queue, Mouth mouth) {
    life = plan.life();
    this.number = number;
    this.queue = queue;
    this.mouth = mouth;
    random = new SplittableRandom(plan.seed() + number);
    tasks = TaskScheduler.onThread("producer-" + number);
    tasks.execute(this::turn);
  }

  private void turn() {
    if (underWay.get() < UNDER_WAY) {
      offer(1 + random.nextInt(random.nextInt(MANY_ONE_IN) == 0 ? MANY : FEW));
    }
    tasks.schedule(this::turn, random.nextLong(LONGEST_PAUSE_NANOS));
  }

  private void offer(int count) {
    List<Event> events = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      events.add(new Parcel(life, number, made + index).event());
    }
    Offered offered = new Offered(number, made, count);
    made += count;
    mouth.tell(offered);
    underWay.incrementAndGet();
    queue
        .offer(events, Victim.isVolatile(number) ? Durability.VOLATILE : Durability.DURABLE)
        .thenAccept(receipt -> answered(offered, receipt));
  }

  private void answered(Offered offered, Receipt receipt) {
    List<Refusal> refusals =
        receipt.refusals().stream()
            .map(
                refusal ->
                    new Refusal(
                        offered.first() + refusal.index(),
                        refusal.decision().reason() == Reason.SPILL_FAILED))
            .toList();
    mouth.tell(new Answered(offered, receipt.durability() == Durability.DURABLE, refusals));
    underWay.decrementAndGet();
  }

  /** Ends after the offer that is being made; its receipt may still come. */
  @Override
  public void close() {
    tasks.close();
  }
}
