package dev.spillway.rate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Grants tokens that come at a rate, and keeps as many as its burst. It begins full. Thread-safe;
 * takes hold no lock and allocate nothing.
 *
 * <p>In any span of time it grants at most burst + rate x span, not one token more; what was given
 * back counts as not granted. When it is empty, takes grant less or nothing; they never wait. An
 * older {@code nowNanos} than another thread's is taken as it is and grants no more than was due
 * then.
 *
 * <p>The state is one number: what was spent since the start, compared with what time has brought,
 * to the nanosecond. When many threads fail to change it at once and the burst is large, up to a
 * thirty-second of the burst is lent to stripes, one for each group of threads. Lent tokens count
 * as spent, so the bound holds; who finds too little in the reserve takes them back. The price is
 * that a bucket in this state keeps up to that thirty-second less than its burst. It ends when a
 * caller asks for more than is kept, or when nothing was lent for a while. A bucket with a small
 * burst, or on one core, is always exact in both directions.
 *
 * <p>The algorithm is a token bucket (Turner's leaky bucket as a meter), stored as by the generic
 * cell rate algorithm, but in tokens instead of time.
 */
public final class TokenBucket {
  private static final int MOST_STRIPES = 64;
  private static final int CONFLICTS_TO_LEND = 64;
  private static final long LEAST_CHUNK = 16;
  private static final long LEND_ONE_PART_IN = 32;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int stripes;
  private final ReentrantLock changing = new ReentrantLock();

  /** Written under {@link #changing}. */
  private volatile Meter meter;

  /**
   * Null while nothing is lent. Written under {@link #changing}; read after what was spent, so that
   * no token is granted by a bound that was already lower.
   */
  private volatile @Nullable Leases leases;

  /** Racy on purpose: it only decides when to begin lending. */
  private int conflicts;

  /**
   * A full bucket.
   *
   * @param eventsPerSecond 0.000001 to 1,000,000,000, kept to the millionth; or infinite, which
   *     grants everything
   * @param burst how many tokens it keeps; 1 to 1,000,000,000,000
   * @param nowNanos a monotonic time, the origin of all that follow
   * @throws IllegalArgumentException if a figure is out of its range
   */
  public TokenBucket(double eventsPerSecond, long burst, long nowNanos) {
    this(eventsPerSecond, burst, nowNanos, stripesFor(Runtime.getRuntime().availableProcessors()));
  }

  TokenBucket(double eventsPerSecond, long burst, long nowNanos, int stripes) {
    this.stripes = stripes;
    meter = Meter.full(new RateLaw(eventsPerSecond, burst, nowNanos));
  }

  private static int stripesFor(int processors) {
    return Integer.highestOneBit(2 * Math.min(processors, MOST_STRIPES) - 1);
  }

  /** Takes up to {@code wanted} tokens and returns how many. */
  public long take(long wanted, long nowNanos) {
    return take(wanted, 0, nowNanos);
  }

  /** Takes up to {@code wanted} tokens, but leaves {@code floor} for others; returns how many. */
  public long take(long wanted, long floor, long nowNanos) {
    return grant(wanted, 1, floor, nowNanos);
  }

  /** Takes {@code count} tokens or none. */
  public boolean tryTake(long count, long nowNanos) {
    return tryTake(count, 0, nowNanos);
  }

  /** Takes {@code count} tokens if {@code floor} remain for others, or none. */
  public boolean tryTake(long count, long floor, long nowNanos) {
    return count <= 0 || grant(count, count, floor, nowNanos) == count;
  }

  private long grant(long wanted, long least, long floor, long nowNanos) {
    RateLaw law = meter.law();
    if (law.isUnlimited()) {
      return Math.max(0, wanted);
    }
    if (wanted <= 0 || least > law.burst() || floor >= law.burst()) {
      return 0;
    }
    long sought = Math.min(wanted, law.burst());
    long left = Math.max(0, floor);
    Leases open = leases;
    if (open != null && grantLent(open, sought, left, nowNanos)) {
      return sought;
    }
    return grantFromReserve(sought, least, left, nowNanos);
  }

  private long grantFromReserve(long sought, long least, long floor, long nowNanos) {
    boolean recalled = false;
    while (true) {
      Meter current = meter;
      RateLaw law = current.law();
      long came = law.unitsAt(nowNanos);
      long seen = current.spent();
      Leases open = leases;
      long kept = kept(law, open);
      long there = law.tokens(Math.min(came - seen, kept)) - floor;
      if (there < sought && open != null && !recalled && there + open.sum() >= least) {
        recalled = true;
        giveBack(open.recall());
        continue;
      }
      long granted = Math.min(sought, there);
      if (seen != Meter.SHUT && granted < least) {
        return 0;
      }
      long then = current.settled(seen, kept, nowNanos) + law.units(granted);
      if (seen != Meter.SHUT && current.spend(seen, then)) {
        return granted;
      }
      countConflict(nowNanos);
    }
  }

  /** How many units the reserve may keep. */
  private static long kept(RateLaw law, @Nullable Leases open) {
    return open == null
        ? law.units(law.burst())
        : law.units(Math.max(0, law.burst() - open.headroom()));
  }

  private void countConflict(long nowNanos) {
    conflicts++;
    if (conflicts >= CONFLICTS_TO_LEND) {
      conflicts = 0;
      lend(nowNanos);
    }
  }

  /** Begins to lend, where the burst is large enough. */
  void lend(long nowNanos) {
    if (stripes > 1 && changing.tryLock()) {
      try {
        long chunk = burst() / LEND_ONE_PART_IN / stripes;
        if (leases == null && chunk >= LEAST_CHUNK) {
          Leases open = new Leases(stripes, chunk, nowNanos);
          leases = open;
          open.open(fillsAll(open, nowNanos) ? chunk : 0);
        }
      } finally {
        changing.unlock();
      }
    }
  }

  /** Spends what all stripes hold, so that a full bucket loses nothing when lending begins. */
  private boolean fillsAll(Leases open, long nowNanos) {
    Meter current = meter;
    RateLaw law = current.law();
    long came = law.unitsAt(nowNanos);
    long kept = law.units(law.burst());
    long cost = law.units(open.headroom());
    while (true) {
      long seen = current.spent();
      if (Math.min(came - seen, kept) < 2 * cost) {
        return false;
      }
      if (current.spend(seen, current.settled(seen, kept, nowNanos) + cost)) {
        return true;
      }
    }
  }

  /** Grants {@code count} from the thread's stripe, after fetching for it if need be. */
  private boolean grantLent(Leases open, long count, long floor, long nowNanos) {
    Meter current = meter;
    RateLaw law = current.law();
    boolean free = floor == 0 || law.unitsAt(nowNanos) - current.spent() >= law.units(floor);
    if (free && current.spent() != Meter.SHUT && open.take(count)) {
      return true;
    }
    if (law.units(count + floor) > kept(law, open) || open.isIdle(IDLE_NANOS, nowNanos)) {
      endLending(open, nowNanos);
      return false;
    }
    return count <= open.chunk() && fetch(open, count, floor, nowNanos);
  }

  private boolean fetch(Leases open, long count, long floor, long nowNanos) {
    long held = open.claim();
    if (held < 0) {
      return false;
    }
    Meter current = meter;
    RateLaw law = current.law();
    long came = law.unitsAt(nowNanos);
    long kept = kept(law, open);
    long cost = law.units(count + open.chunk() - held);
    long least = law.units(Math.max(floor, open.headroom())) + cost;
    long seen = current.spent();
    while (seen != Meter.SHUT && Math.min(came - seen, kept) >= least) {
      if (current.spend(seen, current.settled(seen, kept, nowNanos) + cost)) {
        open.fill(nowNanos);
        return true;
      }
      seen = current.spent();
    }
    open.unclaim(held);
    return false;
  }

  /** Takes the lent tokens back. The reserve is settled first: until now it kept less. */
  private void endLending(Leases open, long nowNanos) {
    if (changing.tryLock()) {
      try {
        Meter current = meter;
        RateLaw law = current.law();
        long back = law.units(open.close());
        long seen;
        do {
          seen = current.spent();
        } while (!current.spend(seen, current.settled(seen, kept(law, open), nowNanos) - back));
        if (leases == open && open.isClosed()) {
          leases = null;
        }
      } finally {
        changing.unlock();
      }
    }
  }

  /** Returns {@code count} tokens that were taken and not used. */
  public void giveBack(long count) {
    while (count > 0 && !meter.giveBack(count)) {
      Thread.onSpinWait();
    }
  }

  /** How many tokens could be taken now; {@code Long.MAX_VALUE} at an infinite rate. */
  public long available(long nowNanos) {
    Meter current = meter;
    RateLaw law = current.law();
    if (law.isUnlimited()) {
      return Long.MAX_VALUE;
    }
    Leases open = leases;
    long reserve = current.available(nowNanos);
    long all = open == null ? reserve : Math.min(reserve, law.tokens(kept(law, open))) + open.sum();
    return Math.max(0, all);
  }

  /**
   * How long until {@code count} tokens above {@code floor} are there, if nobody takes any; 0 when
   * they are, {@code Long.MAX_VALUE} when the burst is smaller than both together.
   */
  public long nanosUntil(long count, long floor, long nowNanos) {
    Meter current = meter;
    RateLaw law = current.law();
    if (law.isUnlimited() || count <= 0) {
      return 0;
    }
    if (count > law.burst() || floor > law.burst() - count) {
      return Long.MAX_VALUE;
    }
    long needed = count + Math.max(0, floor);
    Leases open = leases;
    long lent = open == null ? 0 : open.sum();
    return current.nanosUntil(Math.max(0, needed - lent), nowNanos);
  }

  /**
   * Changes rate and burst from {@code nowNanos} on. Tokens that are there stay, up to the new
   * burst; a bucket that was unlimited is full.
   *
   * @throws IllegalArgumentException if a figure is out of its range; nothing changes then
   */
  public void change(double eventsPerSecond, long burst, long nowNanos) {
    RateLaw next = new RateLaw(eventsPerSecond, burst, nowNanos);
    changing.lock();
    try {
      Leases open = leases;
      if (open != null) {
        endLending(open, nowNanos);
      }
      meter = meter.replace(next, nowNanos);
    } finally {
      changing.unlock();
    }
  }

  /** Events a second; infinite when everything is granted. */
  public double eventsPerSecond() {
    return meter.law().perSecond();
  }

  /** How many tokens it keeps at most. */
  public long burst() {
    return meter.law().burst();
  }
}
