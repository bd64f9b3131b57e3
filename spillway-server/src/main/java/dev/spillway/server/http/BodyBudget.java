package dev.spillway.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies in flight may take together. Thread-safe. */
final class BodyBudget {
  private final long boundBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  BodyBudget(long boundBytes) {
    this.boundBytes = boundBytes;
  }

  long boundBytes() {
    return boundBytes;
  }

  long usedBytes() {
    return usedBytes.get();
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
