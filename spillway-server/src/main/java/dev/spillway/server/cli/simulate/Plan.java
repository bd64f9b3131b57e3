package dev.spillway.server.cli.simulate;

import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** What is to be run. */
record Plan(List<Scenario> scenarios, List<PolicyFactory> policies, List<Integer> seeds) {
  /** How often a scenario is run. */
  long runs(Scenario scenario) {
    return seeds.size() * policies.stream().filter(policy -> policy.isFor(scenario)).count();
  }

  /**
   * Sees to it that every scenario has a policy that can do what it is about.
   *
   * @throws ChoiceException with those that have none
   */
  Plan checked() throws ChoiceException {
    List<String> complaints = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      if (runs(scenario) == 0) {
        complaints.add(
            "scenario "
                + scenario.name()
                + " is for policies that keep events on a disk; add --policy spillway");
      }
    }
    if (!complaints.isEmpty()) {
      throw new ChoiceException(complaints);
    }
    return this;
  }
}
