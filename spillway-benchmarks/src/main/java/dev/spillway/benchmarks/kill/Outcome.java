package dev.spillway.benchmarks.kill;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of the rounds.
 *
 * @param receipts events that were told durable
 * @param broken of those, how many did not hold
 * @param duplicates deliveries beyond the first of an event
 * @param recoveryMaxMillis the longest from opening the log to a queue that stands
 * @param endings how lives ended, and how many did so
 * @param violations what was broken, in words
 */
record Outcome(
    int rounds,
    long receipts,
    long broken,
    long duplicates,
    long recoveryMaxMillis,
    Map<Ending, Integer> endings,
    List<String> violations) {
  /** Whether anything was. */
  boolean isBroken() {
    return !violations.isEmpty();
  }

  /** How many lives ended in which way. */
  String endingsLine() {
    return endings.entrySet().stream()
        .map(each -> word(each.getKey()) + "=" + each.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String word(Ending ending) {
    return ending.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String line() {
    return "rounds="
        + rounds
        + " receipts="
        + receipts
        + " broken="
        + broken
        + " duplicates="
        + duplicates
        + " recoveryMaxMillis="
        + recoveryMaxMillis;
  }
}
