package dev.spillway.limit;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.WaitFigures;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** How a limiter stands, and what it has done. Immutable; in itself consistent but for counts. */
public interface LimiterFigures {
  String name();

  Mode mode();

  /** How many may be worked on at once. */
  int limit();

  /** How many are. */
  int inFlight();

  /** How many more may begin; negative while more are in flight than a lowered limit allows. */
  default int available() {
    return limit() - inFlight();
  }

  /** How many wait, by class; in orders that do not look at classes all count as CRITICAL. */
  Map<Priority, Integer> waiting();

  /**
   * How long work holds a slot, by dependency; that of all others under an empty name. Zero until
   * some was timed.
   */
  Map<String, Duration> service();

  /** Dependencies that hang, as far as is known. */
  Set<String> hanging();

  /** Permits given since the start. */
  Map<Priority, Long> admitted();

  /** Refusals since the start, also of what waited. */
  Map<Priority, Map<Reason, Long>> refused();

  /** Those that gave up while they waited: their thread was interrupted, or they were cancelled. */
  Map<Priority, Long> abandoned();

  /** What would have been refused if the mode had not let it through. */
  Map<Priority, Long> wouldHaveRefused();

  /** Permits that were held for too long and taken back. */
  long reclaimed();

  /**
   * How long those waited since the start who were given a slot after waiting, by class. Who got
   * one at once, was refused or gave up is not in it.
   */
  Map<Priority, WaitFigures> waits();
}
