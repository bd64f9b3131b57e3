package dev.spillway.testkit;

import dev.spillway.queue.SpillListener;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a store tells. Thread-safe. */
public final class RecordingListener implements SpillListener {
  private final AtomicLong readable = new AtomicLong();
  private final AtomicLong releasedBytes = new AtomicLong();

  /** Nothing was told yet. */
  public RecordingListener() {}

  @Override
  public void onReadable() {
    readable.incrementAndGet();
  }

  @Override
  public void onMemoryReleased(long bytes) {
    releasedBytes.addAndGet(bytes);
  }

  /** How often something became readable. */
  public long readable() {
    return readable.get();
  }

  /** The sum of what was released. */
  public long releasedBytes() {
    return releasedBytes.get();
  }
}
