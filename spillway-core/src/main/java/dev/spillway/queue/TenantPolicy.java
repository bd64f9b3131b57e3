package dev.spillway.queue;

import dev.spillway.Mode;
import dev.spillway.rate.Quota;
import java.util.Map;

/**
 * What one tenant may take of a queue. Events without a tenant are not held to it. Immutable.
 *
 * @param mode how far it goes
 * @param quota how many events a tenant may send; with the quotas of tenants that have their own
 * @param memoryShare the part of the queue's memory that the waiting events of one tenant may take;
 *     above 0, and 1 for no bound
 */
public record TenantPolicy(Mode mode, Quotas quota, double memoryShare) {
  /** No bound. */
  public static final TenantPolicy OFF =
      new TenantPolicy(Mode.OFF, new Quotas(new Quota(Double.POSITIVE_INFINITY, 1), Map.of()), 1);

  /**
   * A policy.
   *
   * @throws IllegalArgumentException if the share is not above 0 and at most 1
   */
  public TenantPolicy {
    if (!(memoryShare > 0 && memoryShare <= 1)) {
      throw new IllegalArgumentException(
          "memory-share must be above 0 and at most 1: memory-share=" + memoryShare);
    }
  }

  /**
   * How many events tenants may send.
   *
   * @param standard what holds for every tenant that is not named
   * @param named what holds for some tenants, by name
   */
  public record Quotas(Quota standard, Map<String, Quota> named) {
    public Quotas {
      named = Map.copyOf(named);
    }
  }
}
