package dev.spillway.limit;

import dev.spillway.internal.Stripes;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many slots more a dependency may take. Thread-safe and lock-free.
 *
 * <p>A credit is taken with a slot and given back with it. Credits lie in stripes, each in a cache
 * line of its own, so that threads that take and give rarely meet; who finds none in its stripe
 * looks into the others. Their sum is always what may be taken less what is. What is issued lies in
 * a stripe of its own, which is below zero while more is taken than may be: then nobody takes, and
 * what is given back goes there.
 */
final class Credits {
  /** More than threads that take at the same moment, so that hardly two share one. */
  private static final int STRIPES = 16;

  private static final int ISSUED = Stripes.STRIDE;

  private final int stripes;
  private final AtomicLongArray cells;

  Credits() {
    this(STRIPES);
  }

  /** {@code stripes} is a power of two. */
  Credits(int stripes) {
    this.stripes = stripes;
    cells = new AtomicLongArray((stripes + 2) * Stripes.STRIDE);
  }

  /** Takes a credit, if there is one. */
  boolean tryTake() {
    return tryTakeOnce() || (left() > 0 && tryTakeOnce()); // one may have moved to where it was not
  }

  private boolean tryTakeOnce() {
    return cells.get(ISSUED) >= 0 && (tryTake(indexOfThread()) || tryTakeAnywhere());
  }

  private boolean tryTakeAnywhere() {
    for (int index = ISSUED; index <= last(); index += Stripes.STRIDE) {
      if (tryTake(index)) {
        return true;
      }
    }
    return false;
  }

  private boolean tryTake(int index) {
    long seen = cells.get(index);
    while (seen > 0) {
      long witness = cells.compareAndExchange(index, seen, seen - 1);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /** Takes a credit, also if there is none. */
  void take() {
    if (!tryTake()) {
      issue(-1);
    }
  }

  void give() {
    int index = cells.get(ISSUED) < 0 ? ISSUED : indexOfThread();
    cells.getAndIncrement(index);
    settle(index); // who owes may have looked here just before
  }

  /** Adds {@code more} credits; if below zero, takes so many out of use. */
  void issue(long more) {
    if (more != 0) {
      cells.getAndAdd(ISSUED, more);
    }
    for (int index = ISSUED; index <= last(); index += Stripes.STRIDE) {
      settle(index);
    }
  }

  /** Pays what is owed, as far as a stripe can. */
  private void settle(int index) {
    while (cells.get(ISSUED) < 0 && tryTake(index)) {
      cells.getAndIncrement(ISSUED);
    }
  }

  /** How many there are; below zero if more was taken than may be. */
  long left() {
    long left = 0;
    for (int index = ISSUED; index <= last(); index += Stripes.STRIDE) {
      left += cells.get(index);
    }
    return left;
  }

  private int indexOfThread() {
    return ISSUED + (Stripes.ofThread(stripes) + 1) * Stripes.STRIDE;
  }

  private int last() {
    return ISSUED + stripes * Stripes.STRIDE;
  }
}
