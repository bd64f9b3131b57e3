package dev.spillway.queue;

import dev.spillway.Reason;
import dev.spillway.queue.SpillLane.AppendCallback;
import org.jspecify.annotations.Nullable;

/**
 * The way of a lane's events into its log. Encoding needs no lock; appending is guarded by the
 * lane's.
 */
final class LaneLog {
  /** Records are handed to the log in pieces of this size, so that no offer holds a lane long. */
  static final int CHUNK_BYTES = 64 << 10;

  private final SpillLane backlog;
  private final LaneMemory memory;
  private final LaneCounts counts;

  LaneLog(SpillLane backlog, LaneMemory memory, LaneCounts counts) {
    this.backlog = backlog;
    this.memory = memory;
    this.counts = counts;
  }

  /** Encodes events of {@code part} from {@code from} on into one chunk; returns where it ends. */
  static int encode(LanePart part, int from, long nowMillis, RecordBuffer chunk) {
    chunk.clear();
    boolean durable = part.offer().durable();
    int position = from;
    while (position < part.count() && chunk.sizeBytes() < CHUNK_BYTES) {
      new StoredEvent(part.event(position++), durable, nowMillis, null).write(chunk);
    }
    return position;
  }

  /** Encodes the oldest events of {@code from} into one chunk; returns how many. */
  static int encodeOldest(Lane lane, EventRing from, RecordBuffer chunk) {
    chunk.clear();
    int count = 0;
    while (count < from.size() && chunk.sizeBytes() < CHUNK_BYTES) {
      long acceptedMillis = lane.epochMillisOf(from.acceptedNanos(count));
      new StoredEvent(from.get(count++), false, acceptedMillis, null).write(chunk);
    }
    return count;
  }

  /** Appends what {@link #encode} made of {@code from} to {@code to}; returns why not, or null. */
  @Nullable Reason append(LanePart part, int from, int to, RecordBuffer chunk) {
    if (!part.offer().durable()) {
      return append(chunk, null);
    }
    part.offer().partHandedOver();
    Reason reason = append(chunk, new ForcedPart(part, from, to));
    if (reason != null) {
      part.offer().partAnswered();
    }
    return reason;
  }

  /** Appends any records; returns why not, or null. */
  @Nullable Reason append(RecordBuffer records, @Nullable AppendCallback callback) {
    int bytes = records.sizeBytes();
    if (!memory.reserveStaging(bytes)) {
      return Reason.MEMORY_FULL;
    }
    if (!backlog.append(records, callback)) {
      memory.releaseStaging(bytes);
      Reason why = backlog.refusal();
      return why == null ? Reason.SPILL_FULL : why;
    }
    return null;
  }

  /** Answers the durable part of an offer. */
  private final class ForcedPart implements AppendCallback {
    private final LanePart part;
    private final int from;
    private final int to;

    ForcedPart(LanePart part, int from, int to) {
      this.part = part;
      this.from = from;
      this.to = to;
    }

    @Override
    public void onForced() {
      part.offer().partAnswered();
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      int firstLost = from + forcedRecords;
      Reason why = backlog.refusal();
      Reason reason = why == null ? Reason.SPILL_FAILED : why;
      counts.refused(reason, to - firstLost);
      part.decide(firstLost, to, Refusals.of(reason));
      part.offer().partAnswered();
    }
  }
}
