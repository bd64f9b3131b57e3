package dev.spillway.internal;

import dev.spillway.TimeBucket;
import dev.spillway.WaitFigures;
import java.util.List;

/** What a histogram of waits tells at one moment. */
public record WaitSnapshot(
    long count,
    long p50Nanos,
    long p95Nanos,
    long p99Nanos,
    long maxNanos,
    double totalNanos,
    List<TimeBucket> buckets)
    implements WaitFigures {

  /** The figures of {@code waits}, in nanoseconds, as they are now. */
  public static WaitSnapshot of(Histogram waits) {
    return new WaitSnapshot(
        waits.count(),
        waits.valueAt(0.50),
        waits.valueAt(0.95),
        waits.valueAt(0.99),
        waits.max(),
        waits.total(),
        TimeBounds.buckets(waits));
  }
}
