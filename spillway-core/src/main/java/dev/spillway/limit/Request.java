package dev.spillway.limit;

import dev.spillway.Priority;
import dev.spillway.internal.Nanos;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What decides about a request: how much it matters, whose it is, what it needs and how long its
 * caller waits. Immutable, and may be used for any number of acquisitions.
 */
public final class Request {
  private static final Request[] PLAIN = plain();

  private final Priority priority;
  private final @Nullable String tenant;
  private final @Nullable String dependency;
  private final long timeNanos;
  private final boolean continuing;

  private Request(
      Priority priority,
      @Nullable String tenant,
      @Nullable String dependency,
      long timeNanos,
      boolean continuing) {
    this.priority = priority;
    this.tenant = tenant;
    this.dependency = dependency;
    this.timeNanos = timeNanos;
    this.continuing = continuing;
  }

  private static Request[] plain() {
    Priority[] priorities = Priority.values();
    Request[] plain = new Request[priorities.length];
    for (Priority priority : priorities) {
      plain[priority.ordinal()] = new Request(priority, null, null, 0, false);
    }
    return plain;
  }

  /** A request of nobody in particular, with the limiter's own deadline. Allocates nothing. */
  public static Request of(Priority priority) {
    return PLAIN[priority.ordinal()];
  }

  /** The same for {@code tenant}. */
  public Request withTenant(String tenant) {
    return new Request(priority, tenant, dependency, timeNanos, continuing);
  }

  /** The same for work that needs {@code dependency}. */
  public Request withDependency(String dependency) {
    return new Request(priority, tenant, dependency, timeNanos, continuing);
  }

  /**
   * The same for a caller that waits so long for the result, from the acquisition on.
   *
   * @throws IllegalArgumentException if {@code time} is not positive
   */
  public Request withTime(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be positive: time=" + time);
    }
    return new Request(priority, tenant, dependency, Nanos.of(time), continuing);
  }

  /** The same for work that goes on with a task of which a part was done already. */
  public Request continuing() {
    return new Request(priority, tenant, dependency, timeNanos, true);
  }

  public Priority priority() {
    return priority;
  }

  public @Nullable String tenant() {
    return tenant;
  }

  public @Nullable String dependency() {
    return dependency;
  }

  /** How long the caller waits for the result; 0 for as long as the limiter says. */
  long timeNanos() {
    return timeNanos;
  }

  public boolean isContinuing() {
    return continuing;
  }
}
