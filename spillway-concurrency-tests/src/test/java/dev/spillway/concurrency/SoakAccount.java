package dev.spillway.concurrency;

import dev.spillway.Priority;
import dev.spillway.limit.LimiterFigures;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What those who asked saw, to be compared with what the limiter says. Thread-safe. */
final class SoakAccount {
  final Findings findings = new Findings();
  final LongAdder offered = new LongAdder();
  final LongAdder admitted = new LongAdder();
  final LongAdder refused = new LongAdder();

  /** Left while they waited: their thread was interrupted, or they were cancelled. */
  final LongAdder abandoned = new LongAdder();

  /** First completions that counted. */
  final LongAdder completed = new LongAdder();

  /** Permits that the limiter had to give back, because the callback threw. */
  final LongAdder thrown = new LongAdder();

  /** Permits that nobody completes. */
  final LongAdder forgotten = new LongAdder();

  final LongAdder told = new LongAdder();

  /** Callbacks that were handed over, and not taken back. */
  final LongAdder callbacks = new LongAdder();

  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger mostWorking = new AtomicInteger();

  void began() {
    admitted.increment();
    mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
  }

  /** Work is over; its permit is completed after this. */
  void over() {
    working.decrementAndGet();
  }

  int mostWorking() {
    return mostWorking.get();
  }

  /**
   * Nobody asks and nobody works any more.
   *
   * @param exact whether the limiter counted everything, because it was never off
   */
  void check(LimiterFigures figures, boolean exact) {
    findings.assertNone();
    same("offered", offered.sum(), admitted.sum() + refused.sum() + abandoned.sum());
    same("admitted", admitted.sum(), completed.sum() + thrown.sum() + forgotten.sum());
    same("callbacks", callbacks.sum(), told.sum());
    same("working", 0, working.get());
    same("in flight", 0, figures.inFlight());
    same("available", figures.limit(), figures.available());
    same("waiting", 0, waiting(figures));
    same("reclaimed", forgotten.sum(), figures.reclaimed());
    same("refused by the figures", refused.sum(), refusedBy(figures));
    same("abandoned by the figures", abandoned.sum(), sum(figures.abandoned()));
    long counted = sum(figures.admitted());
    if (exact) {
      same("admitted by the figures", admitted.sum(), counted);
    } else {
      require(counted <= admitted.sum(), "admitted by the figures", admitted.sum(), counted);
    }
  }

  private static long sum(Map<Priority, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long waiting(LimiterFigures figures) {
    return figures.waiting().values().stream().mapToLong(Integer::longValue).sum();
  }

  private static long refusedBy(LimiterFigures figures) {
    return figures.refused().values().stream()
        .flatMap(reasons -> reasons.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private static void same(String what, long expected, long found) {
    require(expected == found, what, expected, found);
  }

  private static void require(boolean holds, String what, long expected, long found) {
    if (!holds) {
      throw new AssertionError(what + " do not add up: expected=" + expected + " found=" + found);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "offered=%d admitted=%d refused=%d abandoned=%d completed=%d thrown=%d forgotten=%d"
            + " most-at-work=%d",
        offered.sum(),
        admitted.sum(),
        refused.sum(),
        abandoned.sum(),
        completed.sum(),
        thrown.sum(),
        forgotten.sum(),
        mostWorking());
  }
}
