package dev.spillway.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs contestants in turn and compares each with the first. Timings on shared machines drift, so
 * only figures of neighbouring turns are divided.
 */
final class Contest {
  private final String unit;
  private final List<Entrant> entrants = new ArrayList<>();

  Contest(String unit) {
    this.unit = unit;
  }

  /** Adds a contestant; the first is what the others are compared with. */
  Contest add(String name, Contestant contestant) {
    entrants.add(new Entrant(name, contestant, new ArrayList<>()));
    return this;
  }

  /** Runs {@code warmups} rounds that do not count and {@code rounds} that do. */
  void run(int warmups, int rounds, PrintStream out) throws Exception {
    for (int round = 0; round < warmups + rounds; round++) {
      for (Entrant entrant : entrants) {
        double rate = entrant.contestant().run();
        if (round >= warmups) {
          entrant.rates().add(rate);
        }
      }
      out.printf(Locale.ROOT, "\r  round %d of %d", Math.max(0, round + 1 - warmups), rounds);
      out.flush();
    }
    out.println();
    print(out);
  }

  private void print(PrintStream out) {
    List<Double> base = entrants.get(0).rates();
    out.printf("  %-34s %16s   %s%n", "", unit, "ratio to the first: median (least to greatest)");
    for (Entrant entrant : entrants) {
      List<Double> rates = entrant.rates();
      double[] ratios = new double[rates.size()];
      Arrays.setAll(ratios, round -> rates.get(round) / base.get(round));
      Arrays.sort(ratios);
      out.printf(
          Locale.ROOT,
          "  %-34s %,16.0f   %.2f (%.2f to %.2f)%n",
          entrant.name(),
          median(rates.stream().mapToDouble(Double::doubleValue).sorted().toArray()),
          median(ratios),
          ratios[0],
          ratios[ratios.length - 1]);
    }
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private record Entrant(String name, Contestant contestant, List<Double> rates) {}

  /** Does the work once. */
  interface Contestant {
    /** Returns a rate, in the contest's unit. */
    double run() throws Exception;
  }
}
