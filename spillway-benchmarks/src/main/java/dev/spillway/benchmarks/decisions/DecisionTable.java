package dev.spillway.benchmarks.decisions;

import dev.spillway.benchmarks.Spread;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What each contestant needed in each round, and how that compares. Not thread-safe. */
public final class DecisionTable {
  /**
   * The least that can be done; where there is no such contestant, {@link #OURS} is compared with.
   */
  private static final String FLOOR = "floor";

  private static final String OURS = "spillway";

  private final Map<String, Map<String, Map<Integer, List<Figures>>>> subjects = new TreeMap<>();
  private final SortedSet<Integer> threadCounts = new TreeSet<>();

  void add(Class<?> subject, String contestant, int threads, Figures figures) {
    threadCounts.add(threads);
    subjects
        .computeIfAbsent(subject.getSimpleName(), name -> new TreeMap<>())
        .computeIfAbsent(contestant, name -> new TreeMap<>())
        .computeIfAbsent(threads, count -> new ArrayList<>())
        .add(figures);
  }

  /** With how many threads it was measured, ascending. */
  public List<Integer> threadCounts() {
    return List.copyOf(threadCounts);
  }

  /** What a contestant needed, round by round; empty if it was not measured. */
  public List<Figures> figures(Contestant contestant, int threads) {
    return subjects
        .getOrDefault(contestant.subject().getSimpleName(), Map.of())
        .getOrDefault(contestant.method(), Map.of())
        .getOrDefault(threads, List.of());
  }

  /** The time of one divided by that of another, round by round. */
  static List<Double> ratios(List<Figures> one, List<Figures> other) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < Math.min(one.size(), other.size()); round++) {
      ratios.add(one.get(round).nanos() / other.get(round).nanos());
    }
    return ratios;
  }

  /** Prints a table for each subject, with a row for each contestant. */
  public void print(PrintStream out) {
    subjects.forEach((subject, contestants) -> print(out, subject, contestants));
  }

  private void print(
      PrintStream out, String subject, Map<String, Map<Integer, List<Figures>>> contestants) {
    String base = contestants.containsKey(FLOOR) ? FLOOR : OURS;
    out.printf("%n%s: medians (least to greatest)%n", subject);
    out.println("| contestant | bytes |" + headings(base));
    out.println("|---|---|" + "---|---|".repeat(threadCounts.size()));
    contestants.keySet().stream()
        .sorted(
            Comparator.comparing((String name) -> !name.equals(base))
                .thenComparing(name -> !name.startsWith(OURS))
                .thenComparing(Comparator.naturalOrder()))
        .forEach(name -> out.println(row(name, contestants, base)));
  }

  private String headings(String base) {
    return threadCounts.stream()
        .map(count -> count + (count == 1 ? " thread" : " threads"))
        .map(at -> " ns at " + at + " | times " + base + " at " + at + " |")
        .collect(Collectors.joining());
  }

  private String row(
      String name, Map<String, Map<Integer, List<Figures>>> contestants, String base) {
    Map<Integer, List<Figures>> mine = contestants.getOrDefault(name, Map.of());
    Map<Integer, List<Figures>> bases = contestants.getOrDefault(base, Map.of());
    List<Double> bytes = mine.values().stream().flatMap(List::stream).map(Figures::bytes).toList();
    StringBuilder row =
        new StringBuilder(
            String.format(Locale.ROOT, "| %s | %.1f |", name, Spread.of(bytes).median()));
    for (int count : threadCounts) {
      List<Figures> figures = mine.getOrDefault(count, List.of());
      List<Double> ratios = ratios(figures, bases.getOrDefault(count, List.of()));
      row.append(' ').append(spread(figures.stream().map(Figures::nanos).toList(), "%.1f"));
      row.append(" | ").append(spread(ratios, "%.2f")).append(" |");
    }
    return row.toString();
  }

  /** Empty for what was not measured. */
  private static String spread(List<Double> values, String format) {
    return values.isEmpty() ? "" : Spread.of(values).text(format);
  }

  /** A method of a class of benchmarks. */
  public record Contestant(Class<?> subject, String method) {}

  /**
   * One turn.
   *
   * @param nanos for one operation
   * @param bytes allocated for one operation
   */
  public record Figures(double nanos, double bytes) {}
}
