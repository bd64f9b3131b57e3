package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.time.TimeSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a queue was built with. Immutable. */
record Settings(
    String name,
    MemoryShares shares,
    Map<Priority, Integer> laneEvents,
    QueuePolicy policy,
    DiskMode diskMode,
    @Nullable SpillStore store,
    TimeSource time) {
  /** The largest record that may have to be written; of any size without a log. */
  int maxRecordBytes() {
    return store == null ? Integer.MAX_VALUE : store.maxRecordBytes();
  }
}
