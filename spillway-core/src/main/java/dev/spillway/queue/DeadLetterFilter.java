package dev.spillway.queue;

import dev.spillway.Priority;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that fit all that is said. Immutable.
 *
 * <pre>{@code
 * DeadLetterFilter.ALL.withPriority(Priority.HIGH).withLimit(100)
 * }</pre>
 *
 * @param ids of events; empty for any
 * @param priority null for any
 * @param tenant null for any
 * @param limit so many of them, the oldest, at most
 */
public record DeadLetterFilter(
    Set<String> ids, @Nullable Priority priority, @Nullable String tenant, long limit) {
  /** Every letter. */
  public static final DeadLetterFilter ALL =
      new DeadLetterFilter(Set.of(), null, null, Long.MAX_VALUE);

  /** Checks the limit. */
  public DeadLetterFilter {
    ids = Set.copyOf(ids);
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1: limit=" + limit);
    }
  }

  public DeadLetterFilter withIds(Set<String> newIds) {
    return new DeadLetterFilter(newIds, priority, tenant, limit);
  }

  public DeadLetterFilter withPriority(Priority newPriority) {
    return new DeadLetterFilter(ids, newPriority, tenant, limit);
  }

  public DeadLetterFilter withTenant(String newTenant) {
    return new DeadLetterFilter(ids, priority, newTenant, limit);
  }

  public DeadLetterFilter withLimit(long newLimit) {
    return new DeadLetterFilter(ids, priority, tenant, newLimit);
  }

  /** Whether {@code event} is meant, the limit aside. */
  public boolean matches(Event event) {
    return (ids.isEmpty() || ids.contains(event.id()))
        && (priority == null || priority == event.priority())
        && (tenant == null || tenant.equals(event.tenant()));
  }
}
