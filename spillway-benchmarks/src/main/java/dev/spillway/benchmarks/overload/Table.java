package dev.spillway.benchmarks.overload;

import java.io.PrintStream;
import java.util.Locale;

/** Prints outcomes below each other. */
record Table(PrintStream out) {
  private static final String FORMAT = "%-9s %11s %11s %11s %11s %11s %11s %12s %9s %9s%n";

  void head() {
    out.printf(
        FORMAT,
        "",
        "offered/s",
        "delivered",
        "refused",
        "displaced",
        "delayed",
        "from disk",
        "critical p99",
        "live heap",
        "heap max");
  }

  void row(Outcome outcome) {
    Outcome.Fate fate = outcome.fate();
    out.printf(
        FORMAT,
        outcome.strategy(),
        count(Math.round(outcome.load().offeredPerSecond())),
        count(fate.delivered()),
        count(fate.refusedTotal()),
        count(fate.displaced()),
        count(fate.delayed()),
        count(fate.fromDisk()),
        String.format(Locale.ROOT, "%,.0f ms", fate.criticalP99Millis()),
        megabytes(outcome.peaks().liveHeapBytes()),
        megabytes(outcome.peaks().heapBytes()));
    out.flush();
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
