package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;

/** A block that can be polled. Whether it was acknowledged is guarded by the lane's backlog. */
final class LoadedBlock implements SpillBlock {
  private final RecordBuffer records;
  private final long end;
  private final long quarantinedBefore;
  private final boolean readBack;
  private boolean acknowledged;

  private LoadedBlock(RecordBuffer records, long end, long quarantinedBefore, boolean readBack) {
    this.records = records;
    this.end = end;
    this.quarantinedBefore = quarantinedBefore;
    this.readBack = readBack;
  }

  static LoadedBlock justWritten(RecordBuffer records, long end) {
    return new LoadedBlock(records, end, 0, false);
  }

  static LoadedBlock readBack(RecordBuffer records, long end, long quarantinedBefore) {
    return new LoadedBlock(records, end, quarantinedBefore, true);
  }

  @Override
  public RecordBuffer records() {
    return records;
  }

  @Override
  public long quarantinedBefore() {
    return quarantinedBefore;
  }

  @Override
  public boolean readBack() {
    return readBack;
  }

  /** The sequence after the last record. */
  long end() {
    return end;
  }

  /** Marks it; returns false if it was marked before. */
  boolean acknowledge() {
    boolean first = !acknowledged;
    acknowledged = true;
    return first;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }
}
