package dev.spillway.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** All policies that can be compared: those of the simulator, and those that are found. */
public final class Policies {
  private Policies() {}

  /**
   * The simulator's own, then those that {@link ServiceLoader} finds, by name.
   *
   * @throws IllegalStateException if two have one name
   */
  public static List<PolicyFactory> all() {
    List<PolicyFactory> found = new ArrayList<>();
    ServiceLoader.load(PolicyFactory.class, Policies.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparing(PolicyFactory::name));
    List<PolicyFactory> all = new ArrayList<>(BuiltInPolicies.ALL);
    for (PolicyFactory factory : found) {
      if (named(factory.name(), all) != null) {
        throw new IllegalStateException(
            "a policy's name must be its own: name="
                + factory.name()
                + " of "
                + factory.getClass().getName());
      }
      all.add(factory);
    }
    return List.copyOf(all);
  }

  /** The policy of a name; null when none has it. */
  public static @Nullable PolicyFactory named(String name) {
    return named(name, all());
  }

  private static @Nullable PolicyFactory named(String name, List<PolicyFactory> factories) {
    return factories.stream()
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
