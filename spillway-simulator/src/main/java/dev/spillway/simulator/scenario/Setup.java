package dev.spillway.simulator.scenario;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Spillway's limiter is set up, and what happens to it.
 *
 * @param limiters how many stand in a row
 * @param partitions what dependencies may have; those that are not in it have equal shares
 * @param adaptive how it finds out how many slots are best; null if it is told the plant's servers
 * @param controlStop when its tidying does not run
 * @param clockJumpAt when its clock jumps an hour ahead
 * @param disk what stands in its place where events go to a disk; null is nothing
 */
public record Setup(
    int limiters,
    List<PartitionShare> partitions,
    @Nullable Adaptive adaptive,
    @Nullable Span controlStop,
    @Nullable Duration clockJumpAt,
    @Nullable DiskSetup disk) {
  /** Copies the list. */
  public Setup {
    partitions = List.copyOf(partitions);
  }
}
