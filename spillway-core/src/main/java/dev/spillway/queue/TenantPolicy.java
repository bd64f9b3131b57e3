package dev.spillway.queue;

import dev.spillway.Mode;
import dev.spillway.rate.Quota;
import dev.spillway.rate.TenantQuotas;
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
    /** The most tenants that can have a quota of their own: as many as are told apart. */
    public static final int MOST_NAMED = TenantQuotas.DEFAULT_TENANTS;

    /** The longest name of a tenant that is told apart from others, in characters. */
    public static final int LONGEST_NAME = TenantQuotas.LONGEST_NAME;

    /**
     * Quotas.
     *
     * @throws IllegalArgumentException if too many tenants are named, or one's name is too long
     */
    public Quotas {
      named = Map.copyOf(named);
      if (named.size() > MOST_NAMED) {
        throw new IllegalArgumentException(
            "quotas must name at most " + MOST_NAMED + " tenants: quotas=" + named.size());
      }
      for (String tenant : named.keySet()) {
        if (tenant.length() > LONGEST_NAME) {
          throw new IllegalArgumentException(
              "quotas must name tenants of at most "
                  + LONGEST_NAME
                  + " characters: tenant="
                  + tenant.substring(0, 40)
                  + "…");
        }
      }
    }
  }
}
