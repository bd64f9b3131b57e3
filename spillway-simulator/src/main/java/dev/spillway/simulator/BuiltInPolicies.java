package dev.spillway.simulator;

import dev.spillway.simulator.scenario.DiskSetup;
import dev.spillway.simulator.scenario.Scenario;
import java.util.List;
import java.util.ServiceLoader;
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
          return "Spillway's limiter with its defaults; its queue and log where there is a disk";
        }

        @Override
        public Policy create(World world, long seed) {
          DiskSetup disk = world.scenario().setup().disk();
          return disk == null ? new SpillwayPolicy(world) : queues().create(world, disk, seed);
        }

        private QueuePolicyFactory queues() {
          return ServiceLoader.load(
                  QueuePolicyFactory.class, BuiltInPolicies.class.getClassLoader())
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "spillway-simulator-spill must be on the class path for setup.disk"));
        }

        @Override
        public boolean isFor(Scenario scenario) {
          return true;
        }

        @Override
        public boolean isThreadSafe() {
          return true;
        }
      };
  static final PolicyFactory ORACLE =
      new PolicyFactory() {
        @Override
        public String name() {
          return "oracle";
        }

        @Override
        public String description() {
          return "knows how long everything takes; the measure for all";
        }

        @Override
        public boolean isFor(Scenario scenario) {
          return true;
        }

        /** Where events are kept, none need be given up: nobody is better than who has room. */
        @Override
        public Policy create(World world, long seed) {
          boolean keeps = world.scenario().setup().disk() != null;
          return keeps ? new DirectPolicy(world) : new OraclePolicy(world);
        }
      };

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
