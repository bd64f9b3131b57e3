package dev.spillway.benchmarks.backlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run came to.
 *
 * @param spillSeconds to fill the log
 * @param diskBytes of the log
 * @param emptyReadyMillis of the starts on an empty directory
 * @param fullReadyMillis of the starts on the backlog, taken in turns with the others
 * @param drainSeconds from ready to the last event of the backlog at the sink
 * @param criticalWaitMillis from before the request to the arrival at the sink, as they were sent
 * @param failures promises that were broken, in words
 */
record BacklogFigures(
    int events,
    double spillSeconds,
    long diskBytes,
    List<Double> emptyReadyMillis,
    List<Double> fullReadyMillis,
    double drainSeconds,
    List<Double> criticalWaitMillis,
    List<String> failures) {
  private static final double READY_BAR_MILLIS = 200;
  private static final double WAIT_BAR_MILLIS = 50;

  BacklogFigures {
    emptyReadyMillis = emptyReadyMillis.stream().sorted().toList();
    fullReadyMillis = fullReadyMillis.stream().sorted().toList();
    criticalWaitMillis = List.copyOf(criticalWaitMillis);
    failures = List.copyOf(failures);
  }

  /** How much later than empty it is ready, by the medians. */
  double laterMillis() {
    return quantile(fullReadyMillis, 0.5) - quantile(emptyReadyMillis, 0.5);
  }

  double waitMillis(double quantile) {
    return quantile(criticalWaitMillis.stream().sorted().toList(), quantile);
  }

  private static double quantile(List<Double> sorted, double quantile) {
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    return sorted.get((int) Math.min(sorted.size() - 1.0, quantile * sorted.size()));
  }

  /** Bars that were missed, in words. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    if (laterMillis() > READY_BAR_MILLIS) {
      missed.add(
          String.format(
              Locale.ROOT,
              "ready must be at most %.0f ms after an empty start: later=%.0f ms",
              READY_BAR_MILLIS,
              laterMillis()));
    }
    if (!(waitMillis(1) <= WAIT_BAR_MILLIS)) {
      missed.add(
          String.format(
              Locale.ROOT,
              "a critical event must wait at most %.0f ms: max=%.1f ms",
              WAIT_BAR_MILLIS,
              waitMillis(1)));
    }
    return missed;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        """
        spilled        %,d events in %.1f s, %,d MB of disk
        ready          %.0f ms empty, %.0f ms with the backlog: %+.0f ms (medians of %d each)
                       empty %s
                       full  %s
        drained        in %.1f s, %,.0f events/s
        critical wait  p50 %.1f ms, p99 %.1f ms, max %.1f ms (number %,d), of %,d sent one at a time meanwhile
        """,
        events,
        spillSeconds,
        diskBytes >> 20,
        quantile(emptyReadyMillis, 0.5),
        quantile(fullReadyMillis, 0.5),
        laterMillis(),
        fullReadyMillis.size(),
        rounded(emptyReadyMillis),
        rounded(fullReadyMillis),
        drainSeconds,
        events / drainSeconds,
        waitMillis(0.5),
        waitMillis(0.99),
        waitMillis(1),
        criticalWaitMillis.indexOf(waitMillis(1)) + 1,
        criticalWaitMillis.size());
  }

  private static String rounded(List<Double> millis) {
    return String.join(" ", millis.stream().map(m -> Long.toString(Math.round(m))).toList());
  }
}
