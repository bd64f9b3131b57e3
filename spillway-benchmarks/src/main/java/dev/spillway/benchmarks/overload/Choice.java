package dev.spillway.benchmarks.overload;

import dev.spillway.queue.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What to run. Immutable.
 *
 * @param seconds for each strategy
 * @param strategies in their order
 */
record Choice(int seconds, List<Strategy> strategies) {
  private static final int DEFAULT_SECONDS = 60;
  private static final int MOST_SECONDS = 86_400;

  Choice {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "SECONDS must be 1 to " + MOST_SECONDS + ": SECONDS=" + seconds);
    }
    strategies = List.copyOf(strategies);
  }

  /**
   * Reads the seconds, if the first word is a number, and strategies; none means all.
   *
   * @throws IllegalArgumentException if a word is neither
   */
  static Choice of(List<String> words) {
    boolean counted = !words.isEmpty() && words.get(0).matches("-?\\d{1,9}");
    List<Strategy> strategies = new ArrayList<>();
    for (String word : words.subList(counted ? 1 : 0, words.size())) {
      strategies.add(
          named(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "STRATEGY must be drop, throttle, spill, shed or adaptive: STRATEGY="
                              + word)));
    }
    return new Choice(
        counted ? Integer.parseInt(words.get(0)) : DEFAULT_SECONDS,
        strategies.isEmpty() ? List.of(Strategy.values()) : strategies);
  }

  private static Optional<Strategy> named(String word) {
    return Arrays.stream(Strategy.values()).filter(one -> one.token().equals(word)).findFirst();
  }
}
