package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;
import java.util.function.BiFunction;

/** What the tests of policies have in common: two servers that do 1,000 calls a second. */
final class Plants {
  private Plants() {}

  /** A steady load, in capacities, for so many seconds. */
  static String steady(double load, int seconds) {
    return """
    name: test
    title: A steady load
    length: %ds
    plant: {}
    sources:
      - {name: all, load: [{from: 0s, value: %s}]}
    """
        .formatted(seconds, load);
  }

  /** A factory of policies under test. */
  static PolicyFactory factory(BiFunction<World, Long, Policy> maker) {
    return new PolicyFactory() {
      @Override
      public String name() {
        return "under-test";
      }

      @Override
      public String description() {
        return "A policy under test";
      }

      @Override
      public Policy create(World world, long seed) {
        return maker.apply(world, seed);
      }
    };
  }
}
