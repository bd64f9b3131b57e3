package dev.spillway.simulator.scenario;

import java.util.Locale;

/** What a bar can be set on. */
public enum Metric {
  /** What was done in time of what arrived, as a share. */
  GOODPUT("during", "source", "priority", "calls", "of", "by"),
  /** Useful work completed, as a share of the oracle's. */
  THROUGHPUT("during"),
  /** Tasks that were not done although the oracle did them, as a share of those offered. */
  FALSE_REFUSALS("during", "source", "priority", "calls"),
  /** Milliseconds that all but one percent of the tasks done took at most. */
  P99("during", "source", "priority", "calls"),
  /** Work of no use, as a share of all. */
  WASTED(),
  /** Milliseconds from the event's beginning until goodput is the oracle's, but for 5 %. */
  CONVERGED("during"),
  /** Milliseconds from the event's end until goodput is the oracle's, but for 1 %. */
  RECOVERED("during", "share"),
  /** Milliseconds from the event's end until goodput lacks no more than 5 % and chance. */
  DEGRADED("during"),
  /** Of those not started, the share for which something lesser and later was. */
  INVERSIONS("during", "source", "priority", "calls"),
  /** Jain's index of what tenants got of their fair shares. */
  FAIRNESS("during", "source", "priority", "calls"),
  /** Milliseconds that a call waited at most until it was started or refused. */
  STUCK(),
  /** Tasks started, as a share of those that arrived. */
  STARTED("during", "source", "priority", "calls"),
  /** Tasks that were accepted, to be done later, and never were. */
  BROKEN(),
  /** Milliseconds that a call waited at most until it was refused. */
  REFUSED_AFTER(),
  /** Milliseconds that all but one percent of the calls kept their caller's thread at most. */
  BLOCKED();

  /** Of a bar, with spaces around each; an enum holds nothing that could change. */
  private final String keys;

  Metric(String... keys) {
    this.keys = " " + String.join(" ", keys) + " ";
  }

  /** The name in a scenario's file, such as {@code false-refusals}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it looks at a key of a bar. */
  boolean looksAt(String key) {
    return keys.contains(" " + key + " ");
  }
}
