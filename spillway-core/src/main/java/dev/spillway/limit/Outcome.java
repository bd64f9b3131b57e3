package dev.spillway.limit;

/** What became of the work that a permit was for. */
public enum Outcome {
  /** It was done. */
  SUCCEEDED,
  /** It failed for a reason that says nothing about load. */
  FAILED,
  /** It took longer than it may, so what it waited for may hang. */
  TIMED_OUT,
  /** Nothing is to be learned from it. */
  IGNORED
}
