package dev.spillway.rate;

import dev.spillway.internal.TenantRing;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded number of tenants with an entry each; all others share a few. Thread-safe; a known
 * tenant is found without a lock.
 *
 * <p>A new tenant beyond the bound takes the place of one whose entry holds nothing and whose
 * bucket is full again; when there is none it shares. A tenant that reserved bytes while sharing
 * goes on sharing until that shared entry holds no bytes, so what it releases is found where it was
 * reserved.
 */
final class TenantTable {
  private final ReentrantLock lock = new ReentrantLock();

  /** Added to under {@link #lock}. */
  private final TenantRing<TenantEntry> ring;

  /** Guarded by {@link #lock}. */
  private long lastNanos;

  /** Guarded by {@link #lock}: the laws of tenants with a quota of their own. */
  private final Map<String, RateLaw> overrides = new HashMap<>();

  private final int mostTenants;

  /** Guarded by {@link #lock}. */
  private RateLaw standard;

  TenantTable(Quota standard, int mostTenants, long nowNanos) {
    this.standard = standard.law(nowNanos);
    this.mostTenants = mostTenants;
    lastNanos = nowNanos;
    ring = new TenantRing<>(mostTenants, this::make, entry -> entry.retire(lastNanos));
  }

  private TenantEntry make(String tenant) {
    return new TenantEntry(tenant, overrides.getOrDefault(tenant, standard));
  }

  int size() {
    return ring.size();
  }

  /** The tenant's entry, made if there is room, or the one that it shares. */
  TenantEntry find(String tenant, long nowNanos) {
    TenantEntry entry = ring.get(tenant);
    if (entry != null) {
      return entry;
    }
    lock.lock();
    try {
      if (nowNanos - lastNanos > 0) {
        lastNanos = nowNanos;
      }
      return findLocked(tenant);
    } finally {
      lock.unlock();
    }
  }

  private TenantEntry findLocked(String tenant) {
    TenantEntry entry = ring.get(tenant);
    if (entry != null) {
      return entry;
    }
    TenantEntry common = ring.shared(tenant);
    return common.bytes() > 0 ? common : ring.add(tenant);
  }

  /** The tenant's entry, or the one that it shares or would share; makes none. */
  TenantEntry look(String tenant) {
    TenantEntry entry = ring.get(tenant);
    return entry == null ? ring.shared(tenant) : entry;
  }

  /** Reserves where {@link #release} will find it, whatever moves meanwhile. */
  boolean reserve(String tenant, long bytes, long limitBytes) {
    TenantEntry entry = ring.get(tenant);
    int reserved = entry == null ? TenantEntry.RETIRED : entry.reserve(bytes, limitBytes);
    if (reserved == TenantEntry.RETIRED) {
      lock.lock();
      try {
        reserved = findLocked(tenant).reserve(bytes, limitBytes);
      } finally {
        lock.unlock();
      }
    }
    return reserved == 1;
  }

  boolean release(String tenant, long bytes) {
    TenantEntry entry = ring.get(tenant);
    if (entry != null) {
      return entry.release(bytes);
    }
    lock.lock();
    try {
      return look(tenant).release(bytes);
    } finally {
      lock.unlock();
    }
  }

  /** From now on the standard is {@code quota}; what tenants have stays, up to the new burst. */
  void change(Quota quota, long nowNanos) {
    lock.lock();
    try {
      standard = quota.law(nowNanos);
      for (TenantEntry entry : ring.own()) {
        if (!overrides.containsKey(entry.tenant())) {
          entry.change(standard, nowNanos);
        }
      }
      for (TenantEntry entry : ring.allShared()) {
        entry.change(standard, nowNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives the tenant a quota of its own. */
  void override(String tenant, Quota quota, long nowNanos) {
    lock.lock();
    try {
      if (overrides.size() >= mostTenants && !overrides.containsKey(tenant)) {
        throw new IllegalStateException(
            "quotas of single tenants are "
                + overrides.size()
                + ", as many as there may be tenants: take one back, or raise tenants");
      }
      RateLaw law = quota.law(nowNanos);
      overrides.put(tenant, law);
      changeOne(tenant, law, nowNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Gives the tenant the standard quota again. */
  void restore(String tenant, long nowNanos) {
    lock.lock();
    try {
      overrides.remove(tenant);
      changeOne(tenant, standard.from(nowNanos), nowNanos);
    } finally {
      lock.unlock();
    }
  }

  private void changeOne(String tenant, RateLaw law, long nowNanos) {
    TenantEntry entry = ring.get(tenant);
    if (entry != null) {
      entry.change(law, nowNanos);
    }
  }
}
