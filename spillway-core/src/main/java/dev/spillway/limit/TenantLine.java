package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/**
 * A tenant's requests of one class, in the order in which they came, those that go on with an
 * admitted task before the others. Guarded by the limiter's lock.
 */
final class TenantLine {
  private final WaitLine home;
  private final TenantShare share;
  private int size;
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** The last of those that go on with a task; they stand before all others. */
  private @Nullable Waiter lastContinuing;

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

  /** Who came first of those that wait here. */
  @Nullable Waiter oldest() {
    return first;
  }

  @Nullable Waiter newest() {
    return last;
  }

  void reorder() {
    home.reorder(this);
  }

  void add(Waiter waiter) {
    Waiter before = waiter.isContinuing() ? lastContinuing : last;
    Waiter behind = before == null ? first : before.behind;
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
    }
    waiter.line = this;
    size++;
  }

  void remove(Waiter waiter) {
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
