package dev.spillway.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The scenarios that come with the simulator. Stateless. */
public final class ShippedScenarios {
  private static final String DIRECTORY = "/dev/spillway/simulator/scenarios/";

  private ShippedScenarios() {}

  /** Their names, in the order in which they are read. */
  public static List<String> names() {
    return text("names.txt").lines().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  /** The scenario of a name, whatever its case; null when none has it. */
  public static @Nullable Scenario named(String name) {
    for (String shipped : names()) {
      if (shipped.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return read(shipped);
      }
    }
    return null;
  }

  /** All of them, in order. */
  public static List<Scenario> all() {
    return names().stream().map(ShippedScenarios::read).toList();
  }

  private static Scenario read(String name) {
    String file = name + ".yaml";
    try {
      return ScenarioReader.read(file, text(file));
    } catch (ScenarioException e) {
      throw new IllegalStateException("a shipped scenario has mistakes: " + e.getMessage(), e);
    }
  }

  private static String text(String file) {
    try (InputStream stream = ShippedScenarios.class.getResourceAsStream(DIRECTORY + file)) {
      if (stream == null) {
        throw new IllegalStateException("no such resource: " + DIRECTORY + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
