package dev.spillway.queue;

import dev.spillway.Priority;
import java.util.HashSet;
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
 * @param tenants null for any; an empty set fits no letter
 * @param limit so many of them, the oldest, at most
 */
public record DeadLetterFilter(
    Set<String> ids, @Nullable Priority priority, @Nullable Set<String> tenants, long limit) {
  /** Every letter. */
  public static final DeadLetterFilter ALL =
      new DeadLetterFilter(Set.of(), null, null, Long.MAX_VALUE);

  /** Checks the limit. */
  public DeadLetterFilter {
    ids = Set.copyOf(ids);
    tenants = tenants == null ? null : Set.copyOf(tenants);
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1: limit=" + limit);
    }
  }

  public DeadLetterFilter withIds(Set<String> newIds) {
    return new DeadLetterFilter(newIds, priority, tenants, limit);
  }

  public DeadLetterFilter withPriority(Priority newPriority) {
    return new DeadLetterFilter(ids, newPriority, tenants, limit);
  }

  /** Only letters of {@code tenant}, and of no other that was named before. */
  public DeadLetterFilter withTenant(String tenant) {
    return withinTenants(Set.of(tenant));
  }

  /** Only letters of {@code some} tenants, and of those only what was meant before. */
  public DeadLetterFilter withinTenants(Set<String> some) {
    Set<String> both = new HashSet<>(some);
    if (tenants != null) {
      both.retainAll(tenants);
    }
    return new DeadLetterFilter(ids, priority, both, limit);
  }

  public DeadLetterFilter withLimit(long newLimit) {
    return new DeadLetterFilter(ids, priority, tenants, newLimit);
  }

  /** Whether {@code event} is meant, the limit aside. */
  public boolean matches(Event event) {
    return (ids.isEmpty() || ids.contains(event.id()))
        && (priority == null || priority == event.priority())
        && (tenants == null || isOfTenants(tenants, event.tenant()));
  }

  private static boolean isOfTenants(Set<String> meant, @Nullable String tenant) {
    return tenant != null && meant.contains(tenant);
  }
}
