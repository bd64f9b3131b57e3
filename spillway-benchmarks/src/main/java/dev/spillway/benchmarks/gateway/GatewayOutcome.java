package dev.spillway.benchmarks.gateway;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a run came to.
 *
 * @param durable answers to those who asked for the durable promise
 * @param quick the other answers
 * @param leftBytes of the heap by each collection, in their order
 * @param failures every promise that was broken, in words
 */
record GatewayOutcome(
    double seconds,
    long offered,
    long accepted,
    long criticalOffered,
    long criticalAccepted,
    long arrivedMeanwhile,
    AnswerTimes durable,
    AnswerTimes quick,
    ProcessWatch.Seen seen,
    List<Long> leftBytes,
    List<String> failures) {
  private static final int MEGA = 20;
  private static final int PARTS = 10;
  private static final long HEAP_SLACK_BYTES = 16L << MEGA;
  private static final long RSS_SLACK_BYTES = 32L << MEGA;
  private static final int LEAST_COLLECTIONS = 100;

  /** The second tenth, when it is warm, and the last. */
  record Course(long earlyBytes, long lateBytes) {
    static Course of(List<Long> bytes, ToLongFunction<List<Long>> figure) {
      int part = Math.max(1, bytes.size() / PARTS);
      List<Long> early =
          bytes.subList(Math.min(part, bytes.size()), Math.min(2 * part, bytes.size()));
      List<Long> late = bytes.subList(Math.max(0, bytes.size() - part), bytes.size());
      return new Course(figure.applyAsLong(early), figure.applyAsLong(late));
    }

    /** Most collections leave what is dead and old for another; what none takes is live. */
    static long least(List<Long> bytes) {
      return bytes.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    static long median(List<Long> bytes) {
      List<Long> sorted = bytes.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    boolean isFlat(long slackBytes) {
      return lateBytes <= earlyBytes + slackBytes;
    }

    @Override
    public String toString() {
      return (earlyBytes >> MEGA) + " MB early, " + (lateBytes >> MEGA) + " MB late";
    }
  }

  Course heap() {
    return Course.of(leftBytes, Course::least);
  }

  Course rss() {
    return Course.of(seen.rssBytes(), Course::median);
  }

  /** In short runs nothing can be told of a course. */
  boolean isLongEnough() {
    return leftBytes.size() >= LEAST_COLLECTIONS;
  }

  boolean isHeapFlat() {
    return heap().isFlat(HEAP_SLACK_BYTES);
  }

  boolean isRssFlat() {
    return rss().isFlat(RSS_SLACK_BYTES);
  }

  String text() {
    return String.format(
        Locale.ROOT,
        """
        offered        %,.0f events/s for %.0f s, of them taken %,d of %,d, of critical %,d of %,d
        sink           took %,.0f events/s meanwhile
        durable        %s
        volatile       %s
        memory, disk   %d of %d MB, %d of %d MB at most
        live heap      %s, after %,d collections
        RSS            %s
        """,
        offered / seconds,
        seconds,
        accepted,
        offered,
        criticalAccepted,
        criticalOffered,
        arrivedMeanwhile / seconds,
        durable,
        quick,
        seen.memoryBytes() >> MEGA,
        seen.memoryBoundBytes() >> MEGA,
        seen.diskBytes() >> MEGA,
        seen.diskBoundBytes() >> MEGA,
        heap(),
        leftBytes.size(),
        rss());
  }
}
