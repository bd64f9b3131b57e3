package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import dev.spillway.simulator.scenario.ShippedScenarios;
import dev.spillway.yaml.Nearest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the scenarios that are meant by names and paths. */
final class ScenarioChoice {
  private static final String ALL = "all";

  private final Map<String, Scenario> chosen = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private ScenarioChoice() {}

  /**
   * The scenarios in the order asked for, each once.
   *
   * @throws ChoiceException with everything that is wrong, if anything is
   */
  static List<Scenario> of(List<String> asked) throws ChoiceException {
    ScenarioChoice choice = new ScenarioChoice();
    asked.forEach(choice::add);
    if (!choice.complaints.isEmpty()) {
      throw new ChoiceException(choice.complaints);
    }
    return List.copyOf(choice.chosen.values());
  }

  private void add(String name) {
    if (name.equals(ALL)) {
      ShippedScenarios.all().forEach(scenario -> chosen.putIfAbsent(scenario.name(), scenario));
      return;
    }
    Scenario shipped = ShippedScenarios.named(name);
    if (shipped != null) {
      chosen.putIfAbsent(shipped.name(), shipped);
      return;
    }
    Path file = file(name);
    if (file == null) {
      complaints.add(unknown(name));
    } else {
      add(file);
    }
  }

  private void add(Path file) {
    try {
      Scenario scenario = ScenarioReader.read(file);
      if (chosen.putIfAbsent(scenario.name(), scenario) != null) {
        complaints.add(file + ": another scenario has the same name: name=" + scenario.name());
      }
    } catch (ScenarioException e) {
      complaints.addAll(e.mistakes());
    }
  }

  /** Whether a path is meant: what looks like one, or is there. */
  private static @Nullable Path file(String name) {
    try {
      Path path = Path.of(name);
      boolean looksLikeOne = name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml");
      return looksLikeOne || Files.exists(path) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String unknown(String name) {
    List<String> names = new ArrayList<>(ShippedScenarios.names());
    names.add(ALL);
    String nearest = Nearest.of(name, names);
    return "there is no scenario and no file "
        + Terminal.printable(name)
        + (nearest == null ? "" : "; did you mean " + nearest + "?");
  }
}
