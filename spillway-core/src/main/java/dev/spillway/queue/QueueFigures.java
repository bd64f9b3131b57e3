package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.Zone;
import dev.spillway.rate.RateFigures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a queue at one moment. Immutable. */
public interface QueueFigures {
  String name();

  /** What it decides by. */
  QueuePolicy policy();

  DiskMode diskMode();

  /** Whether new events are taken at all. */
  boolean accepting();

  /** Memory charged to held events, in bytes. */
  long memoryBytes();

  /** The bound on {@link #memoryBytes}. */
  long memoryBoundBytes();

  Map<Priority, LaneFigures> lanes();

  /** That of the lane that stands worst. */
  default Zone zone() {
    return lanes().values().stream()
        .map(lane -> lane.pressure().zone())
        .reduce(Zone.GREEN, Zone::or);
  }

  /** What each guard in front of the lanes has done, in the order in which events meet them. */
  List<GuardFigures> guards();

  /** The flow that is let in. */
  RateFigures rate();

  /** Dead letters kept. */
  long deadLetters();

  /** The log's state; null for a queue without one. */
  @Nullable SpillFigures spill();

  /**
   * Whether a critical event is taken at the queue's own promise while there is room: it is not
   * when the queue is stopping, or is write-ahead and its log cannot be written.
   */
  boolean takesCritical();

  /** What is wrong, in words for an operator; null when nothing is. */
  @Nullable String trouble();
}
