package dev.spillway.benchmarks.backlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What {@link LogBacklogRun} measured.
 *
 * @param openMillis until the first event could be taken, for each time
 * @param rates events a second, a tenth of the backlog each
 * @param heapBytes what was left after a collection behind each tenth
 * @param missing events that were not found again
 */
record LogBacklogFigures(
    long events,
    double fillSeconds,
    List<Double> openMillis,
    List<Double> rates,
    List<Long> heapBytes,
    long missing) {
  private static final double MOST_OPEN_MILLIS = 1_000;
  private static final long MOST_HEAP_GROWTH_BYTES = 16L << 20;
  private static final double LEAST_RATE = 500_000;

  LogBacklogFigures {
    openMillis = List.copyOf(openMillis);
    rates = List.copyOf(rates);
    heapBytes = List.copyOf(heapBytes);
  }

  private long heapGrowthBytes() {
    return Collections.max(heapBytes) - heapBytes.get(0);
  }

  /** The bars that are missed, each with its figure. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    if (missing != 0) {
      missed.add("no event may be missing: missing=" + missing);
    }
    if (Collections.max(openMillis) > MOST_OPEN_MILLIS) {
      missed.add(text("the first event must be there within 1,000 ms: max=%,.0f ms", openMillis));
    }
    if (Collections.min(rates) < LEAST_RATE) {
      missed.add(
          String.format(
              Locale.ROOT,
              "each tenth must drain at 500,000 events/s: least=%,.0f",
              Collections.min(rates)));
    }
    if (heapGrowthBytes() > MOST_HEAP_GROWTH_BYTES) {
      missed.add("the heap must stay within 16 MB: growth=" + (heapGrowthBytes() >> 20) + " MB");
    }
    return missed;
  }

  private static String text(String format, List<Double> values) {
    return String.format(Locale.ROOT, format, Collections.max(values));
  }

  /** A line for each figure. */
  String text() {
    List<Double> sorted = new ArrayList<>(rates);
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT,
        "filled         %,d events in %.1f s%n"
            + "first event    %.0f to %.0f ms after opening%n"
            + "drained        %,.0f events/s (median of tenths; %,.0f to %,.0f)%n"
            + "heap           %d MB after the first tenth, %+d MB at most later%n",
        events,
        fillSeconds,
        Collections.min(openMillis),
        Collections.max(openMillis),
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        heapBytes.get(0) >> 20,
        heapGrowthBytes() >> 20);
  }
}
