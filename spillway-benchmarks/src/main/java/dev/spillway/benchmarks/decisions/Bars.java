package dev.spillway.benchmarks.decisions;

import dev.spillway.benchmarks.Spread;
import dev.spillway.benchmarks.decisions.DecisionTable.Contestant;
import dev.spillway.benchmarks.decisions.DecisionTable.Figures;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What must hold of a table's medians. What was not measured holds. Not thread-safe.
 *
 * <p>A bar on time is one on the ratio to another contestant, round by round, with each number of
 * threads.
 */
public final class Bars {
  private final DecisionTable table;
  private final List<String> rows = new ArrayList<>();
  private boolean met = true;

  public Bars(DecisionTable table) {
    this.table = table;
  }

  /** The time of one is at most so many times that of the other. */
  public void ratio(Contestant one, Contestant other, double most) {
    for (int threads : table.threadCounts()) {
      List<Double> ratios =
          DecisionTable.ratios(table.figures(one, threads), table.figures(other, threads));
      add(name(one) + " / " + name(other), threads, ratios, most);
    }
  }

  /** It allocates at most so many bytes; what is less than half of one is the harness. */
  public void bytes(Contestant one, double most) {
    for (int threads : table.threadCounts()) {
      List<Double> bytes = table.figures(one, threads).stream().map(Figures::bytes).toList();
      add(name(one) + ", bytes", threads, bytes, most + 0.5);
    }
  }

  private static String name(Contestant contestant) {
    return contestant.subject().getSimpleName() + "." + contestant.method();
  }

  private void add(String what, int threads, List<Double> seen, double most) {
    if (seen.isEmpty()) {
      return;
    }
    boolean holds = Spread.of(seen).median() <= most;
    met &= holds;
    rows.add(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %.1f | %s |",
            what,
            threads,
            Spread.of(seen).text("%.2f"),
            most,
            holds ? "yes" : "MISSED"));
  }

  /** Whether all hold. */
  public boolean areMet() {
    return met;
  }

  /** Prints a table with a row for each. */
  public void print(PrintStream out) {
    out.printf("%n| bar | threads | median (least to greatest) | at most | holds |%n");
    out.println("|---|---|---|---|---|");
    rows.forEach(out::println);
  }
}
