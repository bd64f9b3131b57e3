package dev.spillway.benchmarks.decisions;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What each contestant needed in each round, and how that compares. */
final class DecisionTable {
  private static final String BASE = "spillway";

  private final Map<String, Map<String, List<Figures>>> groups = new TreeMap<>();

  void add(Class<?> subject, String contestant, int threads, Figures figures) {
    String group =
        subject.getSimpleName() + ", " + threads + (threads == 1 ? " thread" : " threads");
    groups
        .computeIfAbsent(group, name -> new LinkedHashMap<>())
        .computeIfAbsent(contestant, name -> new ArrayList<>())
        .add(figures);
  }

  void print(PrintStream out) {
    groups.forEach(
        (group, contestants) -> {
          out.printf("%n%s%n", group);
          out.printf("| contestant | ns: median (least to greatest) | bytes | times %s |%n", BASE);
          out.println("|---|---|---|---|");
          contestants.entrySet().stream()
              .sorted(Comparator.comparing(entry -> !entry.getKey().equals(BASE)))
              .forEach(entry -> printRow(out, contestants, entry));
        });
  }

  private static void printRow(
      PrintStream out,
      Map<String, List<Figures>> contestants,
      Map.Entry<String, List<Figures>> entry) {
    List<Figures> mine = entry.getValue();
    List<Figures> base = contestants.get(BASE);
    String ratio = "";
    if (base != null) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < mine.size(); round++) {
        ratios.add(mine.get(round).nanos() / base.get(round).nanos());
      }
      ratio = spread(ratios, "%.2f");
    }
    out.printf(
        Locale.ROOT,
        "| %s | %s | %.1f | %s |%n",
        entry.getKey(),
        spread(of(mine, Figures::nanos), "%.1f"),
        median(of(mine, Figures::bytes)),
        ratio);
  }

  private static List<Double> of(List<Figures> figures, ToDoubleFunction<Figures> part) {
    return figures.stream().mapToDouble(part).boxed().toList();
  }

  /** The median, and the least and the greatest. */
  static String spread(List<Double> values, String format) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ")",
        median(sorted),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * One turn.
   *
   * @param nanos for one operation
   * @param bytes allocated for one operation
   */
  record Figures(double nanos, double bytes) {}
}
