package dev.spillway.rate;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What was spent under one law. Thread-safe and lock-free.
 *
 * <p>What is there to take is what has come less what was spent, and never more than is kept. A
 * change of law replaces the meter: the old one is shut first, so nothing spent is missed, and who
 * finds it shut looks for the new one.
 */
final class Meter {
  /** Stands for a meter that is shut. */
  static final long SHUT = Long.MIN_VALUE;

  /** The answer of a meter that is shut. */
  static final long NONE = -1;

  /** So little that more is there than any law keeps. */
  private static final long LEAST = -(1L << 61);

  private static final AtomicLongFieldUpdater<Meter> SPENT =
      AtomicLongFieldUpdater.newUpdater(Meter.class, "spent");

  private final RateLaw law;
  private volatile long spent;

  private Meter(RateLaw law, long spent) {
    this.law = law;
    this.spent = spent;
  }

  /** A full bucket at the origin of {@code law}, whose burst then counts as not spent. */
  static Meter full(RateLaw law) {
    return new Meter(law, -law.units(law.burst()));
  }

  /** A bucket that is full whatever the time is when it is first asked. */
  static Meter fullAlways(RateLaw law) {
    return new Meter(law, LEAST);
  }

  RateLaw law() {
    return law;
  }

  /** Units spent, or {@link #SHUT}. */
  long spent() {
    return spent;
  }

  /**
   * What counts as spent, so that at {@code nowNanos} no more units than {@code kept} are there.
   */
  long settled(long seen, long kept, long nowNanos) {
    return law.unitsAt(nowNanos) - seen > kept ? law.unitsAtMost(nowNanos) - kept : seen;
  }

  boolean spend(long seen, long then) {
    return SPENT.compareAndSet(this, seen, then);
  }

  /**
   * Takes up to {@code sought} tokens above {@code floor}, at least {@code least} of them or none;
   * or returns {@link #NONE} because it is shut.
   */
  long take(long sought, long least, long floor, long nowNanos) {
    long came = law.unitsAt(nowNanos);
    long kept = law.units(law.burst());
    while (true) {
      long seen = spent;
      if (seen == SHUT) {
        return NONE;
      }
      if (law.isUnlimited()) {
        return sought;
      }
      long there = Math.min(came - seen, kept);
      long granted = Math.min(sought, law.tokens(there) - floor);
      if (granted < least) {
        return 0;
      }
      if (SPENT.compareAndSet(this, seen, settled(seen, kept, nowNanos) + law.units(granted))) {
        return granted;
      }
    }
  }

  /** Adds {@code tokens} again, as far as they fit; false if the meter is shut. */
  boolean giveBack(long tokens) {
    long units = law.units(Math.min(tokens, law.burst()));
    while (true) {
      long seen = spent;
      if (seen == SHUT) {
        return false;
      }
      long less = Math.max(seen, LEAST + units) - units;
      if (SPENT.compareAndSet(this, seen, less)) {
        return true;
      }
    }
  }

  /** Whole tokens that are there at {@code nowNanos}; may be below 0 for a time that is past. */
  long available(long nowNanos) {
    return law.tokens(Math.min(law.unitsAt(nowNanos) - spent, law.units(law.burst())));
  }

  /** How long until {@code tokens} are there, which are no more than the burst. */
  long nanosUntil(long tokens, long nowNanos) {
    boolean there = law.isUnlimited() || available(nowNanos) >= tokens;
    return there ? 0 : law.nanosUntil(spent + law.units(tokens), nowNanos);
  }

  /** Shuts the meter if its bucket is full, so that nothing is forgotten with it. */
  boolean shutIfFull(long nowNanos) {
    long seen = spent;
    boolean full = law.isUnlimited() || law.unitsAt(nowNanos) - seen >= law.units(law.burst());
    return seen != SHUT && full && SPENT.compareAndSet(this, seen, SHUT);
  }

  /** Shuts the meter and returns one with what was there, as far as {@code next} keeps it. */
  Meter replace(RateLaw next, long nowNanos) {
    long seen = SPENT.getAndSet(this, SHUT);
    if (law.isUnlimited()) {
      return full(next);
    }
    long there = Math.min(law.unitsAt(nowNanos) - seen, law.units(law.burst()));
    return new Meter(next, -next.convert(there, law));
  }
}
