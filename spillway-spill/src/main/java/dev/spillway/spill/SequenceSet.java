package dev.spillway.spill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of sequences, which takes memory for its runs and not for its members. Not thread-safe. */
final class SequenceSet {
  /** First sequence to the sequence after the last; no two runs touch. */
  private final NavigableMap<Long, Long> runs = new TreeMap<>();

  private long size;

  /** Neighbouring sequences, {@code end} exclusive. */
  record Run(long first, long end) {}

  /** Adds the sequences from {@code first} to {@code end}, exclusive. */
  void add(long first, long end) {
    if (first >= end) {
      return;
    }
    long from = first;
    long to = end;
    Map.Entry<Long, Long> before = runs.floorEntry(first);
    if (before != null && before.getValue() >= first) {
      from = before.getKey();
      to = Math.max(to, before.getValue());
    }
    NavigableMap<Long, Long> touched = runs.subMap(from, true, to, true);
    while (!touched.isEmpty()) {
      Map.Entry<Long, Long> last = touched.lastEntry();
      to = Math.max(to, last.getValue());
      size -= last.getValue() - last.getKey();
      touched.remove(last.getKey());
    }
    runs.put(from, to);
    size += to - from;
  }

  /** Takes every sequence below {@code sequence} out. */
  void removeBelow(long sequence) {
    NavigableMap<Long, Long> below = runs.headMap(sequence, false);
    while (!below.isEmpty()) {
      Map.Entry<Long, Long> run = below.firstEntry();
      runs.remove(run.getKey());
      size -= run.getValue() - run.getKey();
      add(sequence, run.getValue());
    }
  }

  /** The first sequence from {@code from} on that is not in the set. */
  long firstMissing(long from) {
    Map.Entry<Long, Long> run = runs.floorEntry(from);
    return run == null ? from : Math.max(from, run.getValue());
  }

  /** The runs of what is missing between {@code first} and {@code end}, exclusive. */
  List<Run> missing(long first, long end) {
    List<Run> missing = new ArrayList<>();
    long from = firstMissing(first);
    while (from < end) {
      Long next = runs.ceilingKey(from);
      long to = next == null ? end : Math.min(end, next);
      missing.add(new Run(from, to));
      from = firstMissing(to);
    }
    return missing;
  }

  List<Run> runs() {
    List<Run> all = new ArrayList<>(runs.size());
    runs.forEach((first, end) -> all.add(new Run(first, end)));
    return all;
  }

  int runCount() {
    return runs.size();
  }

  /** How many sequences it has. */
  long size() {
    return size;
  }
}
