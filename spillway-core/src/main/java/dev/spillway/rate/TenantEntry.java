package dev.spillway.rate;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * One tenant's tokens and bytes, or those of several tenants that share. Thread-safe and lock-free.
 *
 * <p>A retired entry grants and reserves nothing any more; who holds it looks the tenant up again.
 */
final class TenantEntry {
  static final int RETIRED = -1;

  private static final long GONE = Long.MIN_VALUE;
  private static final AtomicLongFieldUpdater<TenantEntry> BYTES =
      AtomicLongFieldUpdater.newUpdater(TenantEntry.class, "bytes");

  private final String tenant;

  /** Written under the table's lock. */
  private volatile Meter meter;

  private volatile long bytes;

  /** Begins with a full bucket. */
  TenantEntry(String tenant, RateLaw law) {
    this.tenant = tenant;
    this.meter = Meter.fullAlways(law);
  }

  String tenant() {
    return tenant;
  }

  Meter meter() {
    return meter;
  }

  /** What is there stays, as far as {@code law} keeps it. */
  void change(RateLaw law, long nowNanos) {
    meter = meter.replace(law, nowNanos);
  }

  /** 1 if {@code count} bytes were reserved, 0 if they would pass the limit, or RETIRED. */
  int reserve(long count, long limitBytes) {
    while (true) {
      long seen = bytes;
      if (seen == GONE) {
        return RETIRED;
      }
      if (count > limitBytes - seen) {
        return 0;
      }
      if (BYTES.compareAndSet(this, seen, seen + count)) {
        return 1;
      }
    }
  }

  /** False if fewer bytes are held; then nothing changes. */
  boolean release(long count) {
    while (true) {
      long seen = bytes;
      if (seen < count) {
        return count == 0;
      }
      if (BYTES.compareAndSet(this, seen, seen - count)) {
        return true;
      }
    }
  }

  long bytes() {
    return Math.max(0, bytes);
  }

  /** Retires the entry if it holds no bytes and a full bucket, so that nothing is forgotten. */
  boolean retire(long nowNanos) {
    if (!BYTES.compareAndSet(this, 0, GONE)) {
      return false;
    }
    if (meter.shutIfFull(nowNanos)) {
      return true;
    }
    bytes = 0;
    return false;
  }
}
