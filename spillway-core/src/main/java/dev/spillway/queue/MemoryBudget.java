package dev.spillway.queue;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be held at once, shared by all lanes of a queue. Thread-safe and lock-free. */
final class MemoryBudget {
  private final AtomicLong used = new AtomicLong();

  /** Takes {@code bytes} if no more than {@code limitBytes} are then taken in all. */
  boolean reserve(long bytes, long limitBytes) {
    long seen = used.get();
    while (seen + bytes <= limitBytes) {
      long witness = used.compareAndExchange(seen, seen + bytes);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  long usedBytes() {
    return used.get();
  }
}
