package dev.spillway.server.security;

import dev.spillway.internal.LogText;
import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who was not let in, and tells of it at most once a minute for each reason, so that nobody
 * fills a log by knocking. Thread-safe.
 */
public final class Denials {
  private static final Logger LOGGER = LoggerFactory.getLogger(Denials.class);
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final TimeSource time;
  private final AtomicLongArray counts = new AtomicLongArray(Denial.values().length);
  private final AtomicLongArray toldNanos = new AtomicLongArray(Denial.values().length);
  private final AtomicLongArray toldCounts = new AtomicLongArray(Denial.values().length);

  public Denials(TimeSource time) {
    this.time = time;
    for (int index = 0; index < toldNanos.length(); index++) {
      toldNanos.set(index, time.nanoTime() - INTERVAL_NANOS);
    }
  }

  /** How often it happened since the start. */
  public long count(Denial denial) {
    return counts.get(denial.ordinal());
  }

  /**
   * Counts one.
   *
   * @param key the name of the key that was presented, {@code -} for none
   * @param remote where it came from
   */
  public void add(Denial denial, String key, String remote) {
    int index = denial.ordinal();
    long count = counts.incrementAndGet(index);
    long nowNanos = time.nanoTime();
    long lastNanos = toldNanos.get(index);
    if (nowNanos - lastNanos >= INTERVAL_NANOS
        && toldNanos.compareAndSet(index, lastNanos, nowNanos)) {
      LOGGER.warn(
          "event=caller-refused reason={} key={} remote={} times={}",
          denial.token(),
          key,
          LogText.quoted(remote),
          count - toldCounts.getAndSet(index, count));
    }
  }
}
