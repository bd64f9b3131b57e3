package dev.spillway.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs contestants in turn and compares each with the first. Timings on shared machines drift, so
 * only figures of neighbouring turns are divided.
 */
final class Contest {
  private final String unit;
  private final Map<String, Contestant> contestants = new LinkedHashMap<>();
  private final Map<String, List<Double>> results = new LinkedHashMap<>();

  Contest(String unit) {
    this.unit = unit;
  }

  /** Adds a contestant; the first is what the others are compared with. */
  Contest add(String name, Contestant contestant) {
    contestants.put(name, contestant);
    results.put(name, new ArrayList<>());
    return this;
  }

  /** Runs {@code warmups} rounds that do not count and {@code rounds} that do. */
  void run(int warmups, int rounds, PrintStream out) throws Exception {
    for (int round = 0; round < warmups + rounds; round++) {
      for (Map.Entry<String, Contestant> entry : contestants.entrySet()) {
        double rate = entry.getValue().run();
        if (round >= warmups) {
          results.get(entry.getKey()).add(rate);
        }
      }
      out.printf(Locale.ROOT, "\r  round %d of %d", Math.max(0, round + 1 - warmups), rounds);
      out.flush();
    }
    out.println();
    print(out);
  }

  private void print(PrintStream out) {
    List<Double> base = results.values().iterator().next();
    out.printf("  %-34s %16s   %s%n", "", unit, "ratio to the first: median (least to greatest)");
    results.forEach(
        (name, rates) -> {
          double[] ratios = new double[rates.size()];
          Arrays.setAll(ratios, round -> rates.get(round) / base.get(round));
          Arrays.sort(ratios);
          out.printf(
              Locale.ROOT,
              "  %-34s %,16.0f   %.2f (%.2f to %.2f)%n",
              name,
              median(rates.stream().mapToDouble(Double::doubleValue).sorted().toArray()),
              median(ratios),
              ratios[0],
              ratios[ratios.length - 1]);
        });
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Does the work once. */
  interface Contestant {
    /** Returns a rate, in the contest's unit. */
    double run() throws Exception;
  }
}
