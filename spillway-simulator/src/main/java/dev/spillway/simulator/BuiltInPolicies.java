package dev.spillway.simulator;

import java.util.List;
import java.util.function.Function;

/** The policies that come with the simulator. */
final class BuiltInPolicies {
  static final PolicyFactory SPILLWAY =
      new PolicyFactory() {
        @Override
        public String name() {
          return "spillway";
        }

        @Override
        public String description() {
          return "Spillway's limiter with its defaults";
        }

        @Override
        public Policy create(World world, long seed) {
          return new SpillwayPolicy(world);
        }

        @Override
        public boolean isThreadSafe() {
          return true;
        }
      };
  static final PolicyFactory ORACLE =
      new BuiltIn(
          "oracle", "knows how long everything takes; the measure for all", OraclePolicy::new);

  static final List<PolicyFactory> ALL =
      List.of(
          SPILLWAY,
          new BuiltIn("none", "hands every call to the plant, which queues it", DirectPolicy::new),
          new BuiltIn(
              "fifo",
              "a queue of 1,000 before the slots, first in first out",
              world -> new FifoPolicy(world, false)),
          new BuiltIn(
              "fifo-expiry",
              "the same, dropping at its turn what is past its deadline",
              world -> new FifoPolicy(world, true)),
          new BuiltIn(
              "codel-lifo",
              "controlled delay of 5 ms with adaptive LIFO (Facebook, 2015)",
              CodelLifoPolicy::new),
          ORACLE);

  private BuiltInPolicies() {}

  private record BuiltIn(String name, String description, Function<World, Policy> maker)
      implements PolicyFactory {
    @Override
    public Policy create(World world, long seed) {
      return maker.apply(world);
    }
  }
}
