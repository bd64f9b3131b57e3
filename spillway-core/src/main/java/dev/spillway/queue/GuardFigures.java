package dev.spillway.queue;

import dev.spillway.Mode;

/** What one guard in front of a queue's lanes has done, at one moment. Immutable. */
public interface GuardFigures {
  /** Its name, such as {@code rate}. */
  String guard();

  /** How far it goes now. */
  Mode mode();

  /** Events that it refused. */
  long refused();

  /** Events that it would have refused, had its mode been ENFORCE. */
  long wouldHaveRefused();
}
