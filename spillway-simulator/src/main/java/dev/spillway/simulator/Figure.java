package dev.spillway.simulator;

/** What a comparison tells of every policy. */
public enum Figure {
  /** Goodput by work during the event, as a share of the oracle's. */
  GOODPUT("goodput", true),
  /** What was done of the critical tasks that came during the event, as a share. */
  CRITICAL_SUCCESS("criticalSuccess", true),
  /** What all but one percent of the tasks done took at most. */
  P99_MILLIS("p99Millis", false),
  /** From the event's beginning until goodput is the oracle's, but for 5 %. */
  CONVERGED_MILLIS("convergedMillis", false),
  /** From the event's end until goodput is the oracle's, but for what the scenario allows. */
  RECOVERED_MILLIS("recoveredMillis", false),
  /** Of the tasks not started, the share for which something lesser and later was. */
  INVERSIONS("inversions", false),
  /** Jain's index of what tenants got of their fair shares. */
  FAIRNESS("fairness", true);

  private final String key;
  private final boolean moreIsBetter;

  Figure(String key, boolean moreIsBetter) {
    this.key = key;
    this.moreIsBetter = moreIsBetter;
  }

  /** Its name in a report for programs. */
  public String key() {
    return key;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }
}
