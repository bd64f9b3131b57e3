package dev.spillway.benchmarks.gateway;

import java.util.List;
import java.util.Locale;

/**
 * What a run came to.
 *
 * @param durable answers to those who asked for the durable promise
 * @param quick the other answers
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
    List<String> failures) {
  private static final int MEGA = 20;
  private static final int PARTS = 5;
  private static final long HEAP_SLACK_BYTES = 16L << MEGA;
  private static final long RSS_SLACK_BYTES = 32L << MEGA;

  /** Within the first fifth of it the log becomes full, and then memory. */
  private static final double LEAST_SECONDS = 600;

  /**
   * Medians of the second fifth, and of the last, of figures that were taken at equal distances.
   */
  record Course(long earlyBytes, long lateBytes) {
    static Course of(List<Long> bytes) {
      int count = bytes.size();
      int part = (count + PARTS - 1) / PARTS;
      return new Course(
          median(bytes.subList(Math.min(part, count), Math.min(2 * part, count))),
          median(bytes.subList(count - part, count)));
    }

    private static long median(List<Long> bytes) {
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
    return Course.of(seen.liveHeapBytes());
  }

  Course rss() {
    return Course.of(seen.rssBytes());
  }

  /** While memory fills nothing can be told of growth. */
  boolean isLongEnough() {
    return seconds >= LEAST_SECONDS;
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
        live heap      %s%s
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
        isLongEnough() ? "" : " (too short a run to tell of growth)",
        rss());
  }
}
