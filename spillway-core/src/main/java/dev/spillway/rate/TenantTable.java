package dev.spillway.rate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of tenants with an entry each; all others share a few. Thread-safe; a known
 * tenant is found without a lock.
 *
 * <p>A new tenant beyond the bound takes the place of one whose entry holds nothing and whose
 * bucket is full again, looked for among the next few of a ring; when there is none it shares. A
 * tenant that reserved bytes while sharing goes on sharing until that shared entry holds no bytes,
 * so what it releases is found where it was reserved.
 */
final class TenantTable {
  private static final int SHARED_BITS = 8;
  private static final int LOOKED_AT = 8;

  private final ConcurrentHashMap<String, TenantEntry> tenants = new ConcurrentHashMap<>();
  private final TenantEntry[] shared = new TenantEntry[1 << SHARED_BITS];
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}: every entry that is in the map. */
  private final @Nullable TenantEntry[] ring;

  /** Guarded by {@link #lock}. */
  private int size;

  /** Guarded by {@link #lock}: where the search for an idle entry goes on. */
  private int next;

  /** Guarded by {@link #lock}. */
  private long lastNanos;

  /** Guarded by {@link #lock}: the laws of tenants with a quota of their own. */
  private final Map<String, RateLaw> overrides = new HashMap<>();

  /** Guarded by {@link #lock}. */
  private RateLaw standard;

  TenantTable(Quota standard, int mostTenants, long nowNanos) {
    this.standard = standard.law(nowNanos);
    lastNanos = nowNanos;
    ring = new @Nullable TenantEntry[mostTenants];
    Arrays.setAll(shared, index -> new TenantEntry("", this.standard));
  }

  int size() {
    return tenants.size();
  }

  /** The tenant's entry, made if there is room, or the one that it shares. */
  TenantEntry find(String tenant, long nowNanos) {
    TenantEntry entry = tenants.get(tenant);
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
    TenantEntry entry = tenants.get(tenant);
    if (entry != null) {
      return entry;
    }
    TenantEntry common = sharedBy(tenant);
    if (tenant.length() > TenantQuotas.LONGEST_NAME || common.bytes() > 0) {
      return common;
    }
    int slot = freeSlot();
    if (slot < 0) {
      return common;
    }
    entry = new TenantEntry(tenant, overrides.getOrDefault(tenant, standard));
    ring[slot] = entry;
    tenants.put(tenant, entry);
    return entry;
  }

  private TenantEntry sharedBy(String tenant) {
    return shared[(tenant.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SHARED_BITS)];
  }

  private int freeSlot() {
    if (size < ring.length) {
      return size++;
    }
    for (int looked = 0; looked < LOOKED_AT; looked++) {
      int slot = next;
      next = (next + 1) % ring.length;
      TenantEntry entry = ring[slot];
      if (entry != null && entry.retire(lastNanos)) {
        tenants.remove(entry.tenant());
        return slot;
      }
    }
    return -1;
  }

  /** The tenant's entry, or the one that it shares or would share; makes none. */
  TenantEntry look(String tenant) {
    TenantEntry entry = tenants.get(tenant);
    return entry == null ? sharedBy(tenant) : entry;
  }

  /** Reserves where {@link #release} will find it, whatever moves meanwhile. */
  boolean reserve(String tenant, long bytes, long limitBytes) {
    TenantEntry entry = tenants.get(tenant);
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
    TenantEntry entry = tenants.get(tenant);
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
      for (TenantEntry entry : tenants.values()) {
        if (!overrides.containsKey(entry.tenant())) {
          entry.change(standard, nowNanos);
        }
      }
      for (TenantEntry entry : shared) {
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
      if (overrides.size() >= ring.length && !overrides.containsKey(tenant)) {
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
    TenantEntry entry = tenants.get(tenant);
    if (entry != null) {
      entry.change(law, nowNanos);
    }
  }
}
