package dev.spillway.server.cli.simulate;

import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.scenario.Scenario;
import java.util.List;

/** What is to be run. */
record Plan(List<Scenario> scenarios, List<PolicyFactory> policies, List<Integer> seeds) {}
