package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.TaskScheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Makes events of one priority at the load's rate, by a Poisson process, and offers them in turns.
 * Belongs to its scheduler's thread.
 *
 * <p>One that honours delays offers at most a few events in a turn, waits as long as it is told
 * before the next, and offers again what was refused. One that does not offers all it has made, and
 * forgets what was refused.
 */
final class Producer {
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MOST_AN_OFFER = 15;
  private static final int PAYLOAD_BYTES = 300;

  private final String name;
  private final Priority priority;
  private final Course course;
  private final boolean honoursDelays;
  private final EventQueue queue;
  private final TaskScheduler scheduler;
  private final SplittableRandom random;
  private final long startNanos;
  private final Deque<Event> heldBack = new ArrayDeque<>();
  private double nextSeconds;
  private long made;
  private long longestToldNanos;

  /**
   * How a producer's events come.
   *
   * @param load what all producers make
   * @param share of the priority's rate that is this producer's
   */
  record Course(Load load, double share) {}

  Producer(String name, Priority priority, Course course, boolean honoursDelays, Setting setting) {
    this.name = name;
    this.priority = priority;
    this.course = course;
    this.honoursDelays = honoursDelays;
    queue = setting.queue();
    scheduler = setting.scheduler();
    random = setting.random().split();
    startNanos = scheduler.time().nanoTime();
    nextSeconds = gapSeconds(0);
  }

  /** What the producers of a run have in common. */
  record Setting(EventQueue queue, TaskScheduler scheduler, SplittableRandom random) {}

  void start() {
    scheduler.schedule(this::turn, random.nextLong(TURN_NANOS));
  }

  Priority priority() {
    return priority;
  }

  /** Events made and not yet taken by the queue. */
  int heldBack() {
    return heldBack.size();
  }

  /** The longest delay told since the last call. */
  long takeLongestToldNanos() {
    long told = longestToldNanos;
    longestToldNanos = 0;
    return told;
  }

  private void turn() {
    make();
    long waitNanos = heldBack.isEmpty() ? 0 : offer();
    scheduler.schedule(this::turn, TURN_NANOS + (honoursDelays ? waitNanos : 0));
  }

  private void make() {
    double nowSeconds = (scheduler.time().nanoTime() - startNanos) / NANOS_PER_SECOND;
    while (nextSeconds <= nowSeconds && nextSeconds < course.load().seconds()) {
      heldBack.add(
          Event.builder(name + "-" + made++, new byte[PAYLOAD_BYTES]).priority(priority).build());
      nextSeconds += gapSeconds(nextSeconds);
    }
  }

  private double gapSeconds(double atSeconds) {
    double rate = course.share() * course.load().eventsPerSecond(priority, atSeconds);
    return -StrictMath.log(1 - random.nextDouble()) / rate;
  }

  /** Returns how long it was told to wait, in nanoseconds. */
  private long offer() {
    int most = honoursDelays ? MOST_AN_OFFER : Integer.MAX_VALUE;
    List<Event> events = new ArrayList<>();
    while (!heldBack.isEmpty() && events.size() < most) {
      events.add(heldBack.remove());
    }
    Receipt receipt = queue.offer(events).toCompletableFuture().join();
    long waitNanos = receipt.delay().toNanos();
    longestToldNanos = Math.max(longestToldNanos, waitNanos);
    List<Receipt.Refusal> refusals = receipt.refusals();
    for (int last = refusals.size() - 1; last >= 0 && honoursDelays; last--) {
      heldBack.addFirst(events.get(refusals.get(last).index()));
      waitNanos = Math.max(waitNanos, refusals.get(last).decision().retryAfter().toNanos());
    }
    return waitNanos;
  }
}
