package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** The way out of a queue: hands batches out, the highest lane's first. Thread-safe. */
final class QueueExit {
  private final Lane[] lanes;
  private final Availability availability;
  private final TimeSource time;
  private final int maxBatchBytes;
  private volatile boolean closed;

  QueueExit(Settings settings, Lane[] lanes, Availability availability) {
    this.lanes = lanes;
    this.availability = availability;
    time = settings.time();
    maxBatchBytes = settings.shares().maxBatchBytes();
  }

  /** Gives nothing to {@link #take} any more, and wakes who waits in it. */
  void close() {
    closed = true;
    availability.wake();
  }

  @Nullable Batch poll(Priority lowest, int maxEvents, int maxBytes) {
    int batchBytes = Math.min(maxBytes, maxBatchBytes);
    for (Lane lane : lanes) {
      if (!lane.priority().isAtLeast(lowest)) {
        return null;
      }
      lane.lock().lock();
      try {
        Batch batch = lane.delivery().poll(maxEvents, batchBytes);
        if (batch != null) {
          return batch;
        }
        if (lane.delivery().isWaiting()) {
          return null; // nothing lower starts before it
        }
      } finally {
        lane.lock().unlock();
      }
    }
    return null;
  }

  boolean isWaitingAbove(Priority priority) {
    for (int above = 0; above < priority.ordinal(); above++) {
      Lane lane = lanes[above];
      lane.lock().lock();
      try {
        if (lane.delivery().isWaiting()) {
          return true;
        }
      } finally {
        lane.lock().unlock();
      }
    }
    return false;
  }

  @Nullable Batch take(Priority lowest, int maxEvents, int maxBytes, long timeoutNanos)
      throws InterruptedException {
    long startNanos = time.nanoTime();
    long seen = availability.enter();
    try {
      while (!closed) {
        long polledNanos = time.nanoTime();
        Batch batch = poll(lowest, maxEvents, maxBytes);
        long leftNanos = timeoutNanos - (time.nanoTime() - startNanos);
        if (batch != null || leftNanos <= 0) {
          return batch;
        }
        seen = availability.await(seen, Math.min(leftNanos, untilNextRetryNanos(polledNanos)));
      }
      return null;
    } finally {
      availability.leave();
    }
  }

  long untilNextRetryNanos(long polledNanos) {
    long until = Long.MAX_VALUE;
    for (Lane lane : lanes) {
      lane.lock().lock();
      try {
        if (!lane.delivery().isOut()) {
          until = Math.min(until, lane.delivery().untilNextRetryNanos(polledNanos));
        }
      } finally {
        lane.lock().unlock();
      }
    }
    return until;
  }
}
