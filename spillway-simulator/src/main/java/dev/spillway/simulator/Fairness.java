package dev.spillway.simulator;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Jain's index ("A quantitative measure of fairness", 1984) of what each tenant got, over the least
 * of what it asked for and its max-min share of what all got. Stateless.
 */
final class Fairness {
  private Fairness() {}

  private static final class Tenant {
    private double asked;
    private double got;
  }

  /** From one over the number of tenants to 1. */
  static double index(Runs runs, Selection selection) {
    Map<String, Tenant> tenants = new TreeMap<>();
    double served = 0;
    for (int index = 0; index < runs.trace().size(); index++) {
      Task task = runs.trace().task(index);
      String name = task.tenant();
      if (name != null && selection.holds(task)) {
        Tenant tenant = tenants.computeIfAbsent(name, unused -> new Tenant());
        tenant.asked++;
        if (runs.run().isDone(index)) {
          tenant.got++;
          served++;
        }
      }
    }
    double[] asked = tenants.values().stream().mapToDouble(tenant -> tenant.asked).toArray();
    double level = level(asked, served);
    double sum = 0;
    double squares = 0;
    for (Tenant tenant : tenants.values()) {
      double share = tenant.got / Math.min(tenant.asked, level);
      sum += share;
      squares += share * share;
    }
    return sum * sum / (tenants.size() * squares);
  }

  /** The most that each may get so that all together get {@code total}: water-filling. */
  private static double level(double[] asked, double total) {
    double[] ascending = asked.clone();
    Arrays.sort(ascending);
    double left = total;
    for (int index = 0; index < ascending.length; index++) {
      double each = left / (ascending.length - index);
      if (ascending[index] >= each) {
        return each;
      }
      left -= ascending[index];
    }
    return Double.MAX_VALUE;
  }
}
