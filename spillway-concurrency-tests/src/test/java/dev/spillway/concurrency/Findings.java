package dev.spillway.concurrency;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first thing that was found broken, by whichever thread. Thread-safe. */
public final class Findings {
  private final AtomicReference<@Nullable AssertionError> first = new AtomicReference<>();

  /** Notes that {@code what} does not hold, with the place, and goes on. */
  public void check(boolean holds, String what) {
    if (!holds) {
      first.compareAndSet(null, new AssertionError(what));
    }
  }

  /** Throws what was noted, if anything was. */
  public void assertNone() {
    AssertionError found = first.get();
    if (found != null) {
      throw found;
    }
  }
}
