package dev.spillway.concurrency;

import dev.spillway.Mode;
import dev.spillway.limit.Limiter;

/** Changes a limiter's mode, and knows what it was during a request. One thread changes it. */
final class ModeSwitch {
  private final Limiter limiter;

  /** What it is and how often it changed; replaced before and after each change. */
  private volatile Phase phase;

  ModeSwitch(Limiter limiter) {
    this.limiter = limiter;
    phase = new Phase(limiter.mode(), true);
  }

  void change(Mode mode) {
    phase = new Phase(mode, false);
    limiter.mode(mode);
    phase = new Phase(mode, true);
  }

  /** To be kept until the answer is there. */
  Phase now() {
    return phase;
  }

  /** Whether a request that began in {@code begun} may have been refused by now. */
  boolean mayRefuse(Phase begun) {
    return !begun.settled || begun != phase || begun.mode == Mode.ENFORCE;
  }

  /** Compared by identity: no two changes have the same. */
  static final class Phase {
    private final Mode mode;
    private final boolean settled;

    private Phase(Mode mode, boolean settled) {
      this.mode = mode;
      this.settled = settled;
    }
  }
}
