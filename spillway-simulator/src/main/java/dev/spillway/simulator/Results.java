package dev.spillway.simulator;

import java.util.List;

/** What a comparison found: scenario by scenario, in each policy by policy. */
public record Results(List<Result> all) {
  /** Copies the list. */
  public Results {
    all = List.copyOf(all);
  }

  /** Whether every bar is met. */
  public boolean isMet() {
    return all.stream().allMatch(Result::isMet);
  }
}
