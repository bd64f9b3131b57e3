package dev.spillway.queue;

/** A block that was polled and counts down to its acknowledgement. Guarded by its lane's lock. */
final class LogBlock {
  private final SpillLane lane;
  private final SpillBlock block;
  private int unsettled;

  LogBlock(SpillLane lane, SpillBlock block) {
    this.lane = lane;
    this.block = block;
    unsettled = block.records().count();
    if (unsettled == 0) {
      lane.acknowledge(block);
    }
  }

  RecordBuffer records() {
    return block.records();
  }

  /** Tells that one more of the events is settled. */
  void settleOne() {
    if (unsettled <= 0) {
      throw new IllegalStateException("block settled more often than it has events: " + block);
    }
    if (--unsettled == 0) {
      lane.acknowledge(block);
    }
  }
}
