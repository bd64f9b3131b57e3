package dev.spillway.benchmarks.kill;

import java.util.ArrayList;
import java.util.List;

/** What was broken, in words: the first of it each, the rest counted. */
final class Findings {
  private static final int TOLD = 20;

  private final List<String> texts = new ArrayList<>();
  private long untold;
  private long broken;

  void add(String text) {
    if (texts.size() < TOLD) {
      texts.add(text);
    } else {
      untold++;
    }
  }

  /** A receipt that did not hold. */
  void addBroken(String text) {
    broken++;
    add(text);
  }

  boolean areNone() {
    return texts.isEmpty();
  }

  /** How many receipts did not hold. */
  long broken() {
    return broken;
  }

  List<String> texts() {
    List<String> all = new ArrayList<>(texts);
    if (untold > 0) {
      all.add("and " + untold + " more of that");
    }
    return all;
  }
}
