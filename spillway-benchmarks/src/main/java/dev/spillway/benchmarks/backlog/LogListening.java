package dev.spillway.benchmarks.backlog;

import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillListener;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Waits for what a log has to deliver. For one reader. */
final class LogListening implements SpillListener {
  private final Semaphore readable = new Semaphore(0);

  @Override
  public void onReadable() {
    readable.release();
  }

  @Override
  public void onMemoryReleased(long bytes) {}

  /** The next block, of which there must be one to come. */
  SpillBlock take(SpillLane lane) {
    @Nullable SpillBlock block = lane.poll();
    while (block == null) {
      readable.acquireUninterruptibly();
      block = lane.poll();
    }
    return block;
  }
}
