package dev.spillway.testkit;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of sequences that may be very many. */
final class FormatRuns {
  /** First sequence to the one after the last; no two overlap. */
  private final NavigableMap<Long, Long> runs = new TreeMap<>();

  void add(long first, long end) {
    long from = first;
    long to = end;
    Map.Entry<Long, Long> run = runs.lowerEntry(end + 1);
    while (run != null && run.getValue() >= first) {
      from = Math.min(from, run.getKey());
      to = Math.max(to, run.getValue());
      runs.remove(run.getKey());
      run = runs.lowerEntry(end + 1);
    }
    runs.put(from, to);
  }

  boolean holds(long sequence) {
    return firstMissing(sequence) > sequence;
  }

  /** The first sequence from {@code sequence} on that is not in the set. */
  long firstMissing(long sequence) {
    Map.Entry<Long, Long> run = runs.floorEntry(sequence);
    return run == null ? sequence : Math.max(sequence, run.getValue());
  }

  /** How many sequences it has from {@code first} to {@code end}, exclusive. */
  long between(long first, long end) {
    return runs.entrySet().stream()
        .mapToLong(run -> Math.min(run.getValue(), end) - Math.max(run.getKey(), first))
        .filter(count -> count > 0)
        .sum();
  }

  /** Those that {@code others} do not have. */
  FormatRuns without(FormatRuns others) {
    FormatRuns rest = new FormatRuns();
    runs.forEach(
        (first, end) -> {
          long from = others.firstMissing(first);
          while (from < end) {
            Long next = others.runs.higherKey(from);
            long to = next == null ? end : Math.min(end, next);
            rest.add(from, to);
            from = others.firstMissing(to);
          }
        });
    return rest;
  }
}
