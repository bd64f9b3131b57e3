package dev.spillway.queue;

import dev.spillway.Mode;
import java.util.concurrent.atomic.LongAdder;

/** What one guard has done. Thread-safe. */
final class GuardCounts {
  private final String guard;
  private final LongAdder refused = new LongAdder();
  private final LongAdder wouldHaveRefused = new LongAdder();

  GuardCounts(String guard) {
    this.guard = guard;
  }

  /** Counts events that the guard refused, or would have. */
  void refused(Mode mode, long events) {
    (mode == Mode.ENFORCE ? refused : wouldHaveRefused).add(events);
  }

  GuardFigures figures(Mode mode) {
    return new Figures(guard, mode, refused.sum(), wouldHaveRefused.sum());
  }

  private record Figures(String guard, Mode mode, long refused, long wouldHaveRefused)
      implements GuardFigures {}
}
