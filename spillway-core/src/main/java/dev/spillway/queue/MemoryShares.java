package dev.spillway.queue;

import dev.spillway.Priority;

/**
 * How a queue's memory is divided between kinds of use and levels. Immutable.
 *
 * <p>A quarter is kept for blocks and batches that come back from the log, and a quarter for
 * records on their way into it, so that lanes full of events can never keep the log from working.
 * Each level may fill the rest only so far that the levels above it find room.
 */
final class MemoryShares {
  /** By level; what lower levels leave free is the headroom of the higher ones. */
  private static final double[] HEADROOM = {1.0, 0.95, 0.9, 0.8, 0.7};

  /** No event may take more than this part of the memory, or one would fill a level's headroom. */
  private static final int LARGEST_EVENT_PART = 16;

  private final long boundBytes;
  private final long ringBytes;
  private final long stagingBytes;

  MemoryShares(long boundBytes, boolean hasLog) {
    this.boundBytes = boundBytes;
    this.ringBytes = hasLog ? boundBytes / 2 : boundBytes;
    this.stagingBytes = hasLog ? boundBytes - boundBytes / 4 : 0;
  }

  long boundBytes() {
    return boundBytes;
  }

  /** How much may be in use after {@code level} has put an event in its ring. */
  long ringLimit(Priority level) {
    return (long) (HEADROOM[level.ordinal()] * ringBytes);
  }

  /** How much may be in use after {@code level} has handed records to the log. */
  long stagingLimit(Priority level) {
    return (long) (HEADROOM[level.ordinal()] * stagingBytes);
  }

  int maxEventBytes() {
    return (int) Math.min(Integer.MAX_VALUE / 2, boundBytes / LARGEST_EVENT_PART);
  }

  /** The most payload that one batch may bring back from the log. */
  int maxBatchBytes() {
    return maxEventBytes();
  }
}
