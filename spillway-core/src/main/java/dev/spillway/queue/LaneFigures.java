package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.WaitFigures;

/** The state of one lane at one moment. Immutable. */
public interface LaneFigures {
  Priority priority();

  /** What became of every event. */
  Account account();

  /** Whether new events go through the log. */
  boolean inDiskMode();

  /** Events held in memory only. */
  long inMemory();

  /** The most events that the lane holds in memory only. */
  long capacity();

  /** Events in the log, the ones in delivery included. */
  long inLog();

  /** How much of the disk that this lane may use is taken, from 0 to 1; 0 without a log. */
  double logUtilization();

  /** Events that wait for another try, wherever else they are held. */
  long retrying();

  /** How full it is, and what that has led to. */
  PressureFigures pressure();

  /** Waits until the first delivery since the queue was opened. */
  WaitFigures waits();
}
