package dev.spillway.benchmarks;

import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much is done in one turn: as many pieces of work as begin within a time, or a number.
 *
 * @param nanos none is begun after so long
 * @param pieces the most of them
 */
public record Amount(long nanos, int pieces) {
  public static Amount seconds(int seconds) {
    return new Amount(TimeUnit.SECONDS.toNanos(seconds), Integer.MAX_VALUE);
  }

  public static Amount pieces(int pieces) {
    return new Amount(Long.MAX_VALUE, pieces);
  }

  public Turn begin() {
    return new Turn(this, TimeSource.system());
  }

  /** One turn that is under way. Thread-safe. */
  public static final class Turn {
    private final Amount amount;
    private final TimeSource time;
    private final long startNanos;
    private final AtomicInteger begun = new AtomicInteger();

    private Turn(Amount amount, TimeSource time) {
      this.amount = amount;
      this.time = time;
      startNanos = time.nanoTime();
    }

    /** Whether another piece is to be begun, which then counts. */
    public boolean another() {
      return time.nanoTime() - startNanos < amount.nanos()
          && begun.getAndUpdate(count -> Math.min(count + 1, amount.pieces())) < amount.pieces();
    }

    public int pieces() {
      return begun.get();
    }

    /** What came of it until now, if a piece counts for {@code each}. */
    public Done done(int each) {
      long count = (long) begun.get() * each;
      return new Done(count, count * 1e9 / (time.nanoTime() - startNanos));
    }
  }

  /** What was done in a turn. */
  public record Done(long count, double perSecond) {}
}
