package dev.spillway.rate;

import dev.spillway.Priority;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Flow control by priority: events a second with a burst, perhaps a bound on any window, and shares
 * that are kept for the more important. Thread-safe; a decision allocates nothing, and takes a
 * short lock only where a window is bounded.
 *
 * <p>All priorities draw on one bucket. Each stops where only what is reserved for those above it
 * is left, so bulk never spends what is critical's, and what a higher priority leaves is anyone's
 * as soon as the reserve is whole again. When there is too little, a request is granted in part;
 * nothing waits.
 */
public final class PriorityRate {
  private static final Priority[] PRIORITIES = Priority.values();

  private final TokenBucket bucket;
  private final LongAdder granted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final ReentrantLock changing = new ReentrantLock();

  /** Written under {@link #changing}. */
  private volatile Bounds bounds;

  /** With a full bucket; {@code nowNanos} is the origin of all times that follow. */
  public PriorityRate(RateSettings settings, long nowNanos) {
    bucket = new TokenBucket(settings.eventsPerSecond(), settings.burst(), nowNanos);
    bounds = new Bounds(settings, new SlidingWindow(settings.window(), nowNanos));
  }

  /** Takes up to {@code wanted} events' worth for {@code priority} and returns how many. */
  public int take(Priority priority, int wanted, long nowNanos) {
    if (wanted <= 0) {
      return 0;
    }
    Bounds now = bounds;
    int lane = priority.ordinal();
    long taken = wanted;
    if (now.settings.boundsWindow()) {
      long limit = now.settings.windowEvents() - now.windowFloors[lane];
      taken = now.window.take(wanted, limit, nowNanos);
    }
    long allowed = bucket.take(taken, now.floors[lane], nowNanos);
    if (!now.settings.boundsWindow()) {
      now.window.record(allowed, nowNanos);
    } else if (allowed < taken) {
      now.window.giveBack(taken - allowed, nowNanos);
    }
    granted.add(allowed);
    if (allowed < wanted) {
      refused.add(wanted - allowed);
    }
    return (int) allowed;
  }

  /** Returns {@code count} that were taken at {@code nowNanos} and not used. */
  public void giveBack(int count, long nowNanos) {
    if (count > 0) {
      bucket.giveBack(count);
      bounds.window.giveBack(count, nowNanos);
      granted.add(-count);
    }
  }

  /**
   * How long until {@code wanted} can be had at once, if nobody takes any; for more than can ever
   * be had at once, how long until the most is there. 0 when it is there.
   */
  public long retryAfterNanos(Priority priority, int wanted, long nowNanos) {
    Bounds now = bounds;
    int lane = priority.ordinal();
    long floor = now.floors[lane];
    long count = Math.max(0, wanted);
    long waitNanos =
        bucket.nanosUntil(Math.min(count, now.settings.burst() - floor), floor, nowNanos);
    if (now.settings.boundsWindow()) {
      long limit = now.settings.windowEvents() - now.windowFloors[lane];
      waitNanos =
          Math.max(waitNanos, now.window.nanosUntil(Math.min(count, limit), limit, nowNanos));
    }
    return waitNanos;
  }

  /**
   * Keeps to {@code settings} from {@code nowNanos} on. Tokens that are there stay, up to the new
   * burst; a new length of window begins empty.
   */
  public void change(RateSettings settings, long nowNanos) {
    changing.lock();
    try {
      Bounds old = bounds;
      boolean same = old.settings.window().equals(settings.window());
      SlidingWindow window = same ? old.window : new SlidingWindow(settings.window(), nowNanos);
      bucket.change(settings.eventsPerSecond(), settings.burst(), nowNanos);
      bounds = new Bounds(settings, window);
    } finally {
      changing.unlock();
    }
  }

  /** What it keeps to. */
  public RateSettings settings() {
    return bounds.settings;
  }

  /**
   * Everything about it at {@code nowNanos}; counts of other threads may differ by what is under
   * way.
   */
  public RateFigures figures(long nowNanos) {
    Bounds now = bounds;
    Map<Priority, Long> reserved = new EnumMap<>(Priority.class);
    for (Priority priority : PRIORITIES) {
      reserved.put(priority, (long) (now.settings.reserved(priority) * now.settings.burst()));
    }
    return new RateFigures(
        now.settings.eventsPerSecond(),
        now.settings.burst(),
        bucket.available(nowNanos),
        reserved,
        now.window.perSecond(nowNanos),
        granted.sum(),
        refused.sum());
  }

  private static final class Bounds {
    private final RateSettings settings;
    private final SlidingWindow window;
    private final long[] floors = new long[PRIORITIES.length];
    private final long[] windowFloors = new long[PRIORITIES.length];

    private Bounds(RateSettings settings, SlidingWindow window) {
      this.settings = settings;
      this.window = window;
      for (Priority priority : PRIORITIES) {
        floors[priority.ordinal()] = settings.floor(priority, settings.burst());
        windowFloors[priority.ordinal()] = settings.floor(priority, settings.windowEvents());
      }
    }
  }
}
