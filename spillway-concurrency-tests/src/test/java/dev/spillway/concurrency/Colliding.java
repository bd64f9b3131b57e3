package dev.spillway.concurrency;

import java.util.List;

/** Something that several threads call at once, round after round. */
public interface Colliding {
  /** What they may call; each must return by itself, whatever the others do. */
  List<Runnable> calls();

  /**
   * Nobody calls any more: ends what is still going on, and throws if anything is lost or left.
   *
   * @throws AssertionError with what does not hold
   */
  void settle();
}
