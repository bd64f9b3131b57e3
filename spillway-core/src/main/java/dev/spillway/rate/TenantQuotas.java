package dev.spillway.rate;

import dev.spillway.internal.TenantRing;

/**
 * A rate and a share of memory for each of many tenants, in bounded memory. Thread-safe; a decision
 * about a known tenant takes no lock and allocates nothing.
 *
 * <p>Every tenant has a token bucket, which begins full. The table holds a bounded number of them.
 * A tenant beyond that takes the place of one that is idle: holding no bytes, its bucket full, so
 * that forgetting it changes nothing. Where none is found, it shares one of 256 buckets of the
 * standard quota with others whose names fall together, so many names neither fill the memory nor
 * earn a sender more than those 256. Names of more than 256 characters always share.
 */
public final class TenantQuotas {
  /** How many tenants have a bucket of their own, where nobody says otherwise. */
  public static final int DEFAULT_TENANTS = 10_000;

  /** Tenants with longer names share, so that names cannot fill the memory; in characters. */
  public static final int LONGEST_NAME = TenantRing.LONGEST_NAME;

  private final TenantTable table;

  /**
   * An empty table.
   *
   * @param standard the quota of every tenant that has none of its own
   * @param mostTenants how many tenants have a bucket of their own; 1 to 10,000,000
   * @param nowNanos a monotonic time, the origin of all that follow
   * @throws IllegalArgumentException if {@code mostTenants} is out of its range
   */
  public TenantQuotas(Quota standard, int mostTenants, long nowNanos) {
    if (mostTenants < 1 || mostTenants > 10_000_000) {
      throw new IllegalArgumentException(
          "tenants must be between 1 and 10000000: tenants=" + mostTenants);
    }
    table = new TenantTable(standard, mostTenants, nowNanos);
  }

  /** Takes up to {@code wanted} of the tenant's tokens and returns how many. */
  public long take(String tenant, long wanted, long nowNanos) {
    if (wanted <= 0) {
      return 0;
    }
    while (true) {
      long granted = table.find(tenant, nowNanos).meter().take(wanted, 1, 0, nowNanos);
      if (granted != Meter.NONE) {
        return granted;
      }
      Thread.onSpinWait();
    }
  }

  /** Returns {@code count} tokens that were taken and not used. */
  public void giveBack(String tenant, long count) {
    while (count > 0 && !table.look(tenant).meter().giveBack(count)) {
      Thread.onSpinWait();
    }
  }

  /** What {@link #take} could grant now; {@code Long.MAX_VALUE} without a bound. */
  public long available(String tenant, long nowNanos) {
    Meter meter = table.look(tenant).meter();
    return meter.law().isUnlimited() ? Long.MAX_VALUE : Math.max(0, meter.available(nowNanos));
  }

  /**
   * How long until {@code wanted} tokens are there, or the whole burst if that is less; 0 when they
   * are.
   */
  public long retryAfterNanos(String tenant, long wanted, long nowNanos) {
    Meter meter = table.look(tenant).meter();
    return meter.nanosUntil(Math.min(wanted, meter.law().burst()), nowNanos);
  }

  /**
   * Reserves memory for the tenant, all of it or none.
   *
   * @return whether no more than {@code limitBytes} are then reserved
   */
  public boolean reserveBytes(String tenant, long bytes, long limitBytes) {
    return table.reserve(tenant, checked(bytes), limitBytes);
  }

  /**
   * Gives reserved memory back.
   *
   * @throws IllegalStateException if the tenant has reserved less; nothing changes then
   */
  public void releaseBytes(String tenant, long bytes) {
    if (!table.release(tenant, checked(bytes))) {
      throw new IllegalStateException(
          "tenant "
              + tenant
              + " releases "
              + bytes
              + " bytes and holds "
              + heldBytes(tenant)
              + ": release each reservation once");
    }
  }

  private static long checked(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be 0 or more: bytes=" + bytes);
    }
    return bytes;
  }

  /** What the tenant has reserved, with those that it shares an entry with. */
  public long heldBytes(String tenant) {
    return table.look(tenant).bytes();
  }

  /** How many tenants have a bucket of their own now. */
  public int size() {
    return table.size();
  }

  /** Changes the standard quota. What tenants have stays, up to the new burst. */
  public void change(Quota standard, long nowNanos) {
    table.change(standard, nowNanos);
  }

  /**
   * Gives a tenant a quota of its own. What it has stays, up to the new burst. A tenant that shares
   * a bucket keeps to the standard quota until it has one for itself.
   *
   * @throws IllegalStateException if as many tenants as the table holds have quotas of their own
   */
  public void override(String tenant, Quota quota, long nowNanos) {
    table.override(tenant, quota, nowNanos);
  }

  /** Gives a tenant the standard quota again. */
  public void restore(String tenant, long nowNanos) {
    table.restore(tenant, nowNanos);
  }
}
