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
  private final Caller caller;
  private final @Nullable String dependency;
  private final long timeNanos;
  private final boolean continuing;
  private final boolean likeOthers;

  private Request(
      Priority priority,
      Caller caller,
      @Nullable String dependency,
      long timeNanos,
      boolean continuing) {
    this.priority = priority;
    this.caller = caller;
    this.dependency = dependency;
    this.timeNanos = timeNanos;
    this.continuing = continuing;
    likeOthers = !continuing && caller.user() == null;
  }

  private static Request[] plain() {
    Priority[] priorities = Priority.values();
    Request[] plain = new Request[priorities.length];
    for (Priority priority : priorities) {
      plain[priority.ordinal()] = new Request(priority, Caller.NOBODY, null, 0, false);
    }
    return plain;
  }

  /** A request of nobody in particular, with the limiter's own deadline. Allocates nothing. */
  public static Request of(Priority priority) {
    return PLAIN[priority.ordinal()];
  }

  /** The same for {@code tenant}. */
  public Request withTenant(String tenant) {
    return withCaller(new Caller(tenant, caller.user()));
  }

  /**
   * The same for a user of the tenant. When a class has to be shed, it is that of the same users
   * for an hour, in all services alike, so that the others' tasks are done as a whole.
   */
  public Request withUser(String user) {
    return withCaller(new Caller(caller.tenant(), user));
  }

  private Request withCaller(Caller whose) {
    return new Request(priority, whose, dependency, timeNanos, continuing);
  }

  /** The same for work that needs {@code dependency}. */
  public Request withDependency(String dependency) {
    return new Request(priority, caller, dependency, timeNanos, continuing);
  }

  /**
   * The same for a caller that waits so long for the result, from the acquisition on. What has no
   * time left is for {@link Limiter#refuseLate}.
   *
   * @throws IllegalArgumentException if {@code time} is not positive
   */
  public Request withTime(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be positive: time=" + time);
    }
    return new Request(priority, caller, dependency, Nanos.of(time), continuing);
  }

  /** The same for work that goes on with a task of which a part was done already. */
  public Request continuing() {
    return new Request(priority, caller, dependency, timeNanos, true);
  }

  public Priority priority() {
    return priority;
  }

  public @Nullable String tenant() {
    return caller.tenant();
  }

  public @Nullable String user() {
    return caller.user();
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

  /** Whether its place in its tenant's line follows from its class alone. */
  boolean isLikeOthers() {
    return likeOthers;
  }

  /** Whose it is. */
  private record Caller(@Nullable String tenant, @Nullable String user) {
    private static final Caller NOBODY = new Caller(null, null);
  }
}
