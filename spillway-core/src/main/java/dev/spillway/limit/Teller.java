package dev.spillway.limit;

import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls those who asked to be called, and counts what they were told. Thread-safe; never called
 * with the limiter's lock held.
 *
 * <p>Whoever completes a permit in a callback decides about others, who are then told by the same
 * thread once that callback has returned: so calls do not nest, however many complete at once.
 */
final class Teller {
  private static final Logger LOGGER = System.getLogger(Teller.class.getName());

  /** Whom a thread that calls somebody at this moment has to call next. */
  private static final ThreadLocal<@Nullable Queue<Call>> NEXT = new ThreadLocal<>();

  /** One failure in so long is logged; the others are counted. */
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final TimeSource time;
  private final Gate gate;
  private final LimiterCounts counts;

  /** Failures since the start, and when one was logged last. */
  private final AtomicLong failures = new AtomicLong();

  private final AtomicLong loggedNanos;

  Teller(String name, TimeSource time, Gate gate, LimiterCounts counts) {
    this.name = name;
    this.time = time;
    loggedNanos = new AtomicLong(time.nanoTime() - LOG_EVERY_NANOS);
    this.gate = gate;
    this.counts = counts;
  }

  /** Tells {@code first} and those behind it what became of them. */
  void tell(Waiter first) {
    Queue<Call> calling = NEXT.get();
    if (calling != null) {
      addAll(first, calling);
      return;
    }
    Queue<Call> calls = new ArrayDeque<>();
    addAll(first, calls);
    NEXT.set(calls);
    try {
      for (Call call = calls.poll(); call != null; call = calls.poll()) {
        call.teller().tellOne(call.waiter());
      }
    } finally {
      NEXT.remove();
    }
  }

  private void addAll(Waiter first, Queue<Call> calls) {
    Waiter waiter = first;
    while (waiter != null) {
      Waiter behind = waiter.behind;
      waiter.behind = null;
      calls.add(new Call(this, waiter));
      waiter = behind;
    }
  }

  private void tellOne(Waiter waiter) {
    if (waiter.callback == null) {
      return;
    }
    if (waiter.refusal == null) {
      tellAdmitted(waiter.callback, waiter.request, waiter.ticket);
    } else {
      tellRefused(waiter.callback, waiter.request, waiter.refusal);
    }
  }

  /** Counts and tells an admission; whoever throws on hearing of it does not keep the slot. */
  void tellAdmitted(AcquireCallback callback, Request request, long ticket) {
    counts.admitted(request.priority());
    try {
      callback.admitted(new Permit(gate, ticket));
    } catch (Throwable e) { // also what other languages throw unannounced
      failed(e);
      gate.complete(ticket, Outcome.IGNORED);
    }
  }

  /** Counts and tells a refusal. */
  void tellRefused(AcquireCallback callback, Request request, OverloadException refusal) {
    counts.refused(request.priority(), refusal);
    try {
      callback.refused(refusal.decision);
    } catch (Throwable e) { // the others must still be told
      failed(e);
    }
  }

  private void failed(Throwable failure) {
    long count = failures.incrementAndGet();
    long nowNanos = time.nanoTime();
    long before = loggedNanos.get();
    if (nowNanos - before >= LOG_EVERY_NANOS && loggedNanos.compareAndSet(before, nowNanos)) {
      LOGGER.log(
          Level.ERROR,
          "event=acquire-callback-failed limiter=" + name + " failures=" + count,
          failure);
    }
  }

  /** One who has to be told. */
  private record Call(Teller teller, Waiter waiter) {}
}
