package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/**
 * A tenant's requests of one class: those that go on with an admitted task, then the others by
 * cohort; of these as they came. Guarded by the limiter's lock.
 */
final class TenantLine {
  private final WaitLine home;
  private final TenantShare share;
  private int size;

  /** Those of them that do not go on with a task. */
  private int newSize;

  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** The last of those that go on with a task; they stand before all others. */
  private @Nullable Waiter lastContinuing;

  /** Where each cohort stands; null as long as only nobody's requests wait. */
  private @Nullable Cohorts cohorts;

  /** The tenant's line of another class. */
  @Nullable TenantLine nextOfTenant;

  /** Where the class's heap keeps it. */
  int heapIndex;

  /** Its neighbours among the class's lines of the same size. */
  @Nullable TenantLine previousOfSize;

  @Nullable TenantLine nextOfSize;

  TenantLine(WaitLine home, TenantShare share) {
    this.home = home;
    this.share = share;
  }

  int rank() {
    return home.rank();
  }

  WaitLine home() {
    return home;
  }

  TenantShare share() {
    return share;
  }

  int size() {
    return size;
  }

  /** Who goes first of those that wait here. */
  @Nullable Waiter first() {
    return first;
  }

  /** Who goes last of those that wait here. */
  @Nullable Waiter last() {
    return last;
  }

  /** How many go before a new request like {@code waiter}. */
  int before(Waiter waiter) {
    if (waiter.isContinuing()) {
      return 0;
    }
    return cohorts == null ? size : size - newSize + cohorts.countUpTo(waiter.cohort);
  }

  /** Who gives its place if somebody must: the oldest of the last cohort, no part of a task. */
  @Nullable Waiter leastNeeded() {
    Waiter before =
        cohorts == null || last == null || last.isContinuing() || last.cohort == Cohorts.NOBODY
            ? null
            : cohorts.lastUpTo(last.cohort - 1);
    Waiter found = behind(before == null ? lastContinuing : before);
    return found == null ? first : found;
  }

  private @Nullable Waiter behind(@Nullable Waiter waiter) {
    return waiter == null ? first : waiter.behind;
  }

  void reorder() {
    home.reorder(this);
  }

  void add(Waiter waiter) {
    Waiter before = placeOf(waiter);
    Waiter behind = behind(before);
    waiter.before = before;
    waiter.behind = behind;
    if (before == null) {
      first = waiter;
    } else {
      before.behind = waiter;
    }
    if (behind == null) {
      last = waiter;
    } else {
      behind.before = waiter;
    }
    if (waiter.isContinuing()) {
      lastContinuing = waiter;
    } else {
      newSize++;
      if (cohorts != null) {
        cohorts.add(waiter);
      }
    }
    waiter.line = this;
    size++;
  }

  /** Behind whom one comes; null if it comes first. */
  private @Nullable Waiter placeOf(Waiter waiter) {
    if (waiter.isContinuing()) {
      return lastContinuing;
    }
    if (cohorts == null && waiter.cohort != Cohorts.NOBODY) {
      cohorts = new Cohorts();
      for (Waiter one = behind(lastContinuing); one != null; one = one.behind) {
        cohorts.add(one);
      }
    }
    if (cohorts == null) {
      return last;
    }
    Waiter before = cohorts.lastUpTo(waiter.cohort);
    return before == null ? lastContinuing : before;
  }

  void remove(Waiter waiter) {
    if (!waiter.isContinuing()) {
      newSize--;
      if (cohorts != null) {
        cohorts.remove(waiter);
      }
    }
    Waiter before = waiter.before;
    Waiter behind = waiter.behind;
    if (before == null) {
      first = behind;
    } else {
      before.behind = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.before = before;
    }
    if (lastContinuing == waiter) {
      lastContinuing = before;
    }
    waiter.before = null;
    waiter.behind = null;
    waiter.line = null;
    size--;
  }
}
