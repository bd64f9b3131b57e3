package dev.spillway.server.http;

import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies in flight may take together. Thread-safe. */
final class BodyBudget {
  /** Longer than a body may be late, so that slow ones are found out. */
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final long boundBytes;
  private final TimeSource time;
  private final AtomicLong usedBytes = new AtomicLong();
  private volatile boolean refused;
  private volatile long refusedNanos;

  BodyBudget(long boundBytes, TimeSource time) {
    this.boundBytes = boundBytes;
    this.time = time;
  }

  long boundBytes() {
    return boundBytes;
  }

  long usedBytes() {
    return usedBytes.get();
  }

  /** Whether somebody did not get what it needed a short while ago. */
  boolean isShort() {
    return refused && time.nanoTime() - refusedNanos <= SHORT_NANOS;
  }

  Lease lease() {
    return new Lease();
  }

  /** What one request has taken. Used by one thread at a time. */
  final class Lease {
    private long bytes;

    /** Takes {@code more} bytes, or nothing and returns false when they are not there. */
    boolean take(long more) {
      long used = usedBytes.addAndGet(more);
      if (used > boundBytes) {
        usedBytes.addAndGet(-more);
        refusedNanos = time.nanoTime();
        refused = true;
        return false;
      }
      bytes += more;
      return true;
    }

    void giveBack(long fewer) {
      usedBytes.addAndGet(-fewer);
      bytes -= fewer;
    }

    /** Gives everything back. May be called again. */
    void end() {
      giveBack(bytes);
    }
  }
}
