package dev.spillway.simulator.scenario;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.TextFile;
import dev.spillway.yaml.YamlTree;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenarios from YAML. Stateless.
 *
 * <pre>{@code
 * Scenario scenario = ScenarioReader.read(Path.of("peak.yaml"));
 * }</pre>
 */
public final class ScenarioReader {
  private ScenarioReader() {}

  /**
   * Reads a file.
   *
   * @throws ScenarioException with every mistake found, if there is any
   */
  public static Scenario read(Path file) throws ScenarioException {
    Mistakes mistakes = new Mistakes();
    String text = TextFile.read(file, "scenario file", mistakes);
    return text == null ? fail(mistakes) : read(file.toString(), text);
  }

  /**
   * Reads a text.
   *
   * @param name what mistakes call it
   * @throws ScenarioException with every mistake found, if there is any
   */
  public static Scenario read(String name, String text) throws ScenarioException {
    Mistakes mistakes = new Mistakes();
    Node root = YamlTree.ofFile(name, text, mistakes);
    if (!mistakes.lines().isEmpty()) {
      return fail(mistakes);
    }
    if (!(root instanceof Node.Mapping)) {
      throw new ScenarioException(
          List.of(name + ": the file must be a mapping of keys such as name: and sources:"));
    }
    Scenario scenario = scenario(root, mistakes);
    return scenario == null || !mistakes.lines().isEmpty() ? fail(mistakes) : scenario;
  }

  private static @Nullable Scenario scenario(Node root, Mistakes mistakes) {
    Reading reading = new Reading(mistakes);
    reading.place("", root.origin());
    try {
      Supplier<Scenario> whole = Shapes.SCENARIO.read(reading, "", root);
      return whole == null ? null : whole.get();
    } catch (Problems.BrokenException e) {
      reading.addAll(e.problems());
      return null;
    }
  }

  private static Scenario fail(Mistakes mistakes) throws ScenarioException {
    throw new ScenarioException(mistakes.lines());
  }
}
