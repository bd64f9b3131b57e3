package dev.spillway;

import java.util.Locale;

/** Why something was delayed or refused, as a word that a program can act on. */
public enum Reason {
  /** The lane holds as many events as it may, and its strategy does not spill. */
  LANE_FULL,
  /** The memory that this priority may use is taken. */
  MEMORY_FULL,
  /** The disk space that this priority may use is taken. */
  SPILL_FULL,
  /** The file system under the log has no room, or none that this priority may use. */
  DISK_FULL,
  /** The file system under the log is read-only. */
  DISK_READ_ONLY,
  /** The log could not be written, so the promise could not be kept. */
  SPILL_FAILED,
  /** More comes than the rate that is set for this priority. */
  RATE_LIMITED,
  /** The tenant sends more than its quota. */
  QUOTA_EXCEEDED,
  /** The tenant's events take its share of the memory. */
  TENANT_SHARE_TAKEN,
  /** The lane is above its high water mark. */
  BACKPRESSURE,
  /** The circuit is open: what stands behind it fails, and gets no calls for a while. */
  CIRCUIT_OPEN,
  /** More is ahead of the request than can be done before its deadline. */
  WAIT_TOO_LONG,
  /** More of its class comes than can be done, and enough of it waits already. */
  QUEUE_STANDS,
  /** As many wait as may. */
  QUEUE_FULL,
  /** No permit is free, and the request did not want to wait. */
  NO_PERMIT,
  /** What waited gave its place to something that could make better use of it. */
  DISPLACED,
  /** The deadline had passed, or no time was left to keep it. */
  DEADLINE_PASSED,
  /** The event alone is larger than the queue accepts. */
  EVENT_TOO_LARGE,
  /** The queue keeps nothing on disk, so it cannot promise durability. */
  NOT_DURABLE,
  /** The queue is stopping. */
  STOPPING;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in figures and on the wire, such as {@code memory-full}. */
  public String token() {
    return token;
  }

  /** Whether trying again later can help: true for every reason that load or a fault explains. */
  public boolean isRetryable() {
    return switch (this) {
      case LANE_FULL, MEMORY_FULL, SPILL_FULL, STOPPING -> true;
      case DISK_FULL, DISK_READ_ONLY, SPILL_FAILED -> true;
      case RATE_LIMITED, QUOTA_EXCEEDED, TENANT_SHARE_TAKEN, BACKPRESSURE, CIRCUIT_OPEN -> true;
      case WAIT_TOO_LONG, QUEUE_STANDS, QUEUE_FULL, NO_PERMIT, DISPLACED -> true;
      case DEADLINE_PASSED, EVENT_TOO_LARGE, NOT_DURABLE -> false;
    };
  }
}
