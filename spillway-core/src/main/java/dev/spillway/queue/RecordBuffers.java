package dev.spillway.queue;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** A few buffers for encoding, kept for the next offer. Thread-safe and lock-free. */
final class RecordBuffers {
  private static final int KEPT = 8;

  /** A buffer that one huge event has grown beyond this is not kept. */
  private static final int LARGEST_KEPT_BYTES = 1 << 20;

  private final AtomicReferenceArray<RecordBuffer> free = new AtomicReferenceArray<>(KEPT);

  RecordBuffer take() {
    for (int slot = 0; slot < KEPT; slot++) {
      RecordBuffer buffer = free.get(slot);
      if (buffer != null && free.compareAndSet(slot, buffer, null)) {
        buffer.clear();
        return buffer;
      }
    }
    return new RecordBuffer(LaneLog.CHUNK_BYTES);
  }

  void giveBack(RecordBuffer buffer) {
    if (buffer.array().length > LARGEST_KEPT_BYTES) {
      return;
    }
    for (int slot = 0; slot < KEPT; slot++) {
      if (free.compareAndSet(slot, null, buffer)) {
        return;
      }
    }
  }
}
