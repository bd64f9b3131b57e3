package dev.spillway.queue;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places that a full lane has taken over from lower lanes whose events it displaced. Thread-safe.
 *
 * <p>The count is read on every reservation; the rest is touched only where something is borrowed.
 */
final class BorrowedPlaces {
  private final AtomicInteger count = new AtomicInteger();

  /** The newest loan; guarded by this. */
  private @Nullable Loan newest;

  int count() {
    return count.get();
  }

  void add(LaneMemory lender, int places) {
    if (places == 0) {
      return;
    }
    synchronized (this) {
      if (newest != null && newest.lender == lender) {
        newest.places += places;
      } else {
        newest = new Loan(lender, places, newest);
      }
      count.addAndGet(places);
    }
  }

  /** Gives back as many as are borrowed, up to {@code freed}, the last borrowed first. */
  void giveBack(int freed) {
    if (count.get() == 0) {
      return;
    }
    int left = freed;
    while (left > 0) {
      LaneMemory lender;
      int places;
      synchronized (this) {
        Loan loan = newest;
        if (loan == null) {
          return;
        }
        lender = loan.lender;
        places = Math.min(left, loan.places);
        loan.places -= places;
        newest = loan.places == 0 ? loan.older : loan;
        count.addAndGet(-places);
      }
      left -= places;
      lender.returned(places);
    }
  }

  private static final class Loan {
    private final LaneMemory lender;
    private final @Nullable Loan older;
    private int places;

    Loan(LaneMemory lender, int places, @Nullable Loan older) {
      this.lender = lender;
      this.places = places;
      this.older = older;
    }
  }
}
