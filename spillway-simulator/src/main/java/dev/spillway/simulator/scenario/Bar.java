package dev.spillway.simulator.scenario;

import dev.spillway.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a figure in the worst of all seeds.
 *
 * @param scope whose tasks are looked at
 * @param terms against what they are held
 */
public record Bar(Metric metric, Bound bound, Scope scope, Terms terms) {
  /** The least or the most that a figure may be. */
  public record Bound(boolean least, double value) {
    /** Whether {@code measured} keeps to it; what is not a number does not. */
    public boolean isMetBy(double measured) {
      return least ? measured >= value : measured <= value;
    }

    @Override
    public String toString() {
      return (least ? ">= " : "<= ") + Units.text(value);
    }
  }

  /** Which tasks are looked at; null is all. */
  public record Scope(
      @Nullable Span during,
      @Nullable String source,
      @Nullable Priority priority,
      @Nullable Integer calls) {
    /** All tasks. */
    public static final Scope ALL = new Scope(null, null, null, null);
  }

  /**
   * Against what a figure is held.
   *
   * @param by null is by work against the oracle and by tasks against what was offered
   * @param share of the oracle's goodput that counts as recovered; null is 0.99
   */
  public record Terms(Of of, @Nullable By by, @Nullable Double share) {
    /** What a metric means when nothing else is said. */
    public static final Terms USUAL = new Terms(Of.ORACLE, null, null);
  }

  /** The whole that a share is of. */
  public enum Of {
    /** What the oracle did with the same tasks. */
    ORACLE,
    /** All that was offered. */
    OFFERED,
    /** What capacity leaves after the other sources. */
    REST
  }

  /** What is added up. */
  public enum By {
    /** Each task counts one. */
    TASKS,
    /** Each task counts its work. */
    WORK
  }

  /** The scope and terms in words, such as {@code critical, by tasks, 10s to 70s}; may be empty. */
  public String details() {
    List<String> words = new ArrayList<>();
    if (scope.source != null) {
      words.add(scope.source);
    }
    if (scope.priority != null) {
      words.add(scope.priority.token());
    }
    if (scope.calls != null) {
      words.add(scope.calls == 1 ? "1 call" : scope.calls + " calls");
    }
    if (terms.share != null) {
      words.add("share " + Units.text(terms.share));
    }
    if (terms.of != Of.ORACLE) {
      words.add("of " + token(terms.of));
    }
    if (terms.by != null) {
      words.add("by " + token(terms.by));
    }
    if (scope.during != null) {
      words.add(scope.during.toString());
    }
    return String.join(", ", words);
  }

  private static String token(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
