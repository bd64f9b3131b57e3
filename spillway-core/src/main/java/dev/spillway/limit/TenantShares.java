package dev.spillway.limit;

import dev.spillway.Priority;
import dev.spillway.internal.TenantRing;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant had, in a table of bounded size. A known tenant is found without a lock; others
 * are added under the limiter's.
 *
 * <p>A tenant is forgotten for another once nothing of it waits or is at work and it had no more
 * than the others, so that being forgotten gives it nothing.
 */
final class TenantShares {
  private final TenantShare nobody = new TenantShare();
  private final RefusalMemory refusals = new RefusalMemory();
  private final TenantRing<TenantShare> ring;

  TenantShares(int mostTenants, WaitQueue queue) {
    ring =
        new TenantRing<>(
            mostTenants, name -> new TenantShare(), share -> share.isForgettable(queue));
  }

  int size() {
    return ring.size();
  }

  /** What was refused, and would be whoever asked. */
  RefusalMemory refusals() {
    return refusals;
  }

  /** Without a lock: the refusal of a request that is like one just refused; null if none is. */
  @Nullable OverloadException refusedBefore(Request request, long state, long timeNanos) {
    Priority priority = request.priority();
    OverloadException refusal = refusals.refusedBefore(state, priority, timeNanos);
    if (refusal != null) {
      return refusal;
    }
    TenantShare share = known(request.tenant());
    return share == null ? null : share.refusedBefore(state, priority, timeNanos);
  }

  /** The tenant's share, if it has one already; without a lock. */
  @Nullable TenantShare known(@Nullable String tenant) {
    return tenant == null ? nobody : ring.get(tenant);
  }

  /** What a tenant of whom nothing is known would begin with. */
  TenantShare stranger() {
    return new TenantShare();
  }

  /** The tenant's share, or the one that it shares. The caller holds the limiter's lock. */
  TenantShare of(@Nullable String tenant) {
    if (tenant == null) {
      return nobody;
    }
    TenantShare share = ring.get(tenant);
    return share == null ? ring.add(tenant) : share;
  }
}
