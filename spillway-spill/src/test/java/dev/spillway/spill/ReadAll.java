package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A listener that lets a test wait until a log on real threads has something to read. */
final class ReadAll implements SpillListener {
  private final Semaphore readable = new Semaphore(0);

  @Override
  public void onReadable() {
    readable.release();
  }

  @Override
  public void onMemoryReleased(long bytes) {}

  /** Polls and acknowledges all that is unread, waiting for what is still on its way. */
  List<String> drain(SpillLane lane) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (lane.unread() > 0) {
      SpillBlock block = lane.poll();
      if (block == null) {
        if (!readable.tryAcquire(10, TimeUnit.SECONDS)) {
          throw new AssertionError("nothing became readable: unread=" + lane.unread());
        }
        continue;
      }
      RecordBuffer records = block.records();
      for (int index = 0; index < records.count(); index++) {
        texts.add(
            new String(
                records.array(),
                records.offset(index),
                records.length(index),
                StandardCharsets.UTF_8));
      }
      lane.acknowledge(block);
    }
    return texts;
  }
}
