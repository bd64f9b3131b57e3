package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/** Those whose fate was decided and who must hear of it. Guarded by the limiter's lock. */
final class Told {
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** Its work may begin: it has its ticket. */
  void admitted(Waiter waiter) {
    add(waiter);
  }

  void refused(Waiter waiter, OverloadException refusal) {
    waiter.refusal = refusal;
    add(waiter);
  }

  private void add(Waiter waiter) {
    if (waiter.condition != null) {
      waiter.condition.signal();
      return;
    }
    waiter.behind = null;
    if (last == null) {
      first = waiter;
    } else {
      last.behind = waiter;
    }
    last = waiter;
  }

  /** Those to call once the lock is released, each followed by the next behind it. */
  @Nullable Waiter takeAll() {
    Waiter all = first;
    first = null;
    last = null;
    return all;
  }
}
