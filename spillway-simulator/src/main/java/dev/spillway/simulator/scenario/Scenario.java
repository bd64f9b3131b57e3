package dev.spillway.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to whom, and what is expected of it. Immutable and valid; read from YAML by {@link
 * ScenarioReader}.
 *
 * @param length how long clients send
 * @param deadline how long a task may take, unless its source says otherwise
 * @param event what the scenario is about, from its beginning to its end
 */
public record Scenario(
    String name,
    String title,
    Duration length,
    Duration deadline,
    PlantSpec plant,
    List<Source> sources,
    ClientSpec clients,
    Setup setup,
    @Nullable Span event,
    List<Bar> bars) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");
  private static final String NAME_ALLOWED =
      "up to 40 letters, digits, dots, dashes and underscores";

  /**
   * Checks the whole.
   *
   * @throws IllegalArgumentException with all that does not hold, a line each
   */
  public Scenario {
    sources = List.copyOf(sources);
    bars = List.copyOf(bars);
    Problems problems = new Problems(length);
    problems.duration("length", length);
    problems.duration("deadline", deadline);
    problems.require(NAME.matcher(name).matches(), "name", NAME_ALLOWED, name);
    problems.require(
        title.chars().noneMatch(Character::isISOControl),
        "title",
        "one line without control characters",
        title.replaceAll("\\p{Cntrl}", "?"));
    SourceRules.check(problems, sources, plant);
    SourceRules.check(problems, clients, setup);
    SourceRules.check(problems, setup, sources);
    PlantRules.check(problems, plant, sources);
    if (event != null) {
      problems.span("event", event);
    }
    new BarRules(problems, sources, event).check(bars);
    problems.throwIfAny();
  }

  /**
   * The same with callers that never send in vain: everything is sent once, and refusing costs
   * nothing. No policy can do more for the callers that this one has.
   */
  public Scenario withIdealClients() {
    return new Scenario(
        name,
        title,
        length,
        deadline,
        plant.withRefusalCost(Duration.ZERO),
        sources,
        new ClientSpec(1, clients.firstWait(), ClientSpec.Kind.HOSTILE, clients.count()),
        setup,
        event,
        bars);
  }

  /** As many tasks as would come if the load were at its greatest all the time. */
  public double mostTasks() {
    return sources.stream().mapToDouble(s -> SourceRules.mostTasks(s, plant, length)).sum();
  }
}
