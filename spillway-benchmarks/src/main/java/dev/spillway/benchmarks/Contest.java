package dev.spillway.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Runs contestants in turn and compares each with the first, and with others that are named.
 * Timings on shared machines drift, so only figures of neighbouring turns are divided.
 */
public final class Contest {
  private final String unit;
  private final List<Entrant> entrants = new ArrayList<>();

  /** What the others are compared with: numbers of entrants. */
  private final List<Integer> bases = new ArrayList<>(List.of(0));

  public Contest(String unit) {
    this.unit = unit;
  }

  /** Adds a contestant; the first is what the others are compared with. */
  public Contest add(String name, Contestant contestant) {
    entrants.add(new Entrant(name, contestant, new ArrayList<>()));
    return this;
  }

  /** Compares all with the contestant that was added last as well. */
  public Contest alsoCompared() {
    bases.add(entrants.size() - 1);
    return this;
  }

  /** Runs {@code warmups} rounds that do not count and {@code rounds} that do. */
  public void run(int warmups, int rounds, PrintStream out) throws Exception {
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
    out.printf("  %-34s %16s", "", unit);
    for (int base : bases) {
      String what = base == 0 ? "the first" : entrants.get(base).name();
      out.printf("   %-26s", "ratio to " + what);
    }
    out.println();
    for (Entrant entrant : entrants) {
      double rate = Spread.of(entrant.rates()).median();
      out.printf(Locale.ROOT, "  %-34s %,16.0f", entrant.name(), rate);
      for (int base : bases) {
        out.printf("   %-26s", Spread.of(ratios(entrant, entrants.get(base))).text("%.2f"));
      }
      out.println();
    }
  }

  private static List<Double> ratios(Entrant entrant, Entrant base) {
    return IntStream.range(0, entrant.rates().size())
        .mapToObj(round -> entrant.rates().get(round) / base.rates().get(round))
        .toList();
  }

  private record Entrant(String name, Contestant contestant, List<Double> rates) {}

  /** Does the work once. */
  public interface Contestant {
    /** Returns a rate, in the contest's unit. */
    double run() throws Exception;
  }
}
