package dev.spillway.server.security;

import dev.spillway.Priority;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a key's holder may do. Immutable.
 *
 * @param scopes what it opens; {@link Scope#ADMIN} opens what {@link Scope#READ} does
 * @param tenants whose events it is about; empty for everybody's
 * @param highest the most that its events can matter
 */
public record Grant(Set<Scope> scopes, Set<String> tenants, Priority highest) {
  /** Everything, which is what everybody may while no key is configured. */
  public static final Grant ALL = new Grant(Set.of(Scope.values()), Set.of(), Priority.CRITICAL);

  /** Nothing. */
  public static final Grant NONE = new Grant(Set.of(), Set.of(), Priority.BULK);

  /** Copies the sets. */
  public Grant {
    scopes = Set.copyOf(scopes);
    tenants = Set.copyOf(tenants);
  }

  /** Whether it opens {@code scope}. */
  public boolean opens(Scope scope) {
    return scopes.contains(scope) || (scope == Scope.READ && scopes.contains(Scope.ADMIN));
  }

  /** Whether it is about some tenants only. */
  public boolean isBound() {
    return !tenants.isEmpty();
  }

  /** Whether it is about {@code tenant}; null stands for none. */
  public boolean covers(@Nullable String tenant) {
    return tenants.isEmpty() || (tenant != null && tenants.contains(tenant));
  }

  /** The one tenant that it is about, or null if it is about several or everybody. */
  public @Nullable String onlyTenant() {
    return tenants.size() == 1 ? tenants.iterator().next() : null;
  }

  /** Its tenants in the order of their names. */
  public SortedSet<String> sortedTenants() {
    return new TreeSet<>(tenants);
  }
}
