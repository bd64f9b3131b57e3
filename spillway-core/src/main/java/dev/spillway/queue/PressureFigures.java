package dev.spillway.queue;

import dev.spillway.Zone;
import java.time.Duration;

/** How full a lane is and what that has led to, at one moment. Immutable. */
public interface PressureFigures {
  /** How full the lane is, of its places or of the memory that it may use; from 0 to 1. */
  double utilization();

  /** Whether its backpressure is on. */
  boolean on();

  /** Green while backpressure is off, red when the lane is full, yellow in between. */
  Zone zone();

  /** What a producer is told to wait now; zero when it need not. */
  Duration delay();

  /** How often backpressure has turned on. */
  long activations();

  /** Events whose producer was told to wait. */
  long delayed();

  /** Events that went to the log while memory had room, to keep that free. */
  long spilledEarly();

  /** Events whose producer would have been told to wait, had the mode been ENFORCE. */
  long wouldHaveDelayed();

  /** Events that would have gone to the log early, had the mode been ENFORCE. */
  long wouldHaveSpilled();
}
