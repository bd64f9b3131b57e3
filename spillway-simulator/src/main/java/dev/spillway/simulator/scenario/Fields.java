package dev.spillway.simulator.scenario;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Nearest;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Origin;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one mapping. What is asked for is known; whatever else stands there is a mistake. */
final class Fields {
  private final Reading reading;
  private final String path;
  private final Origin origin;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  Fields(Reading reading, String path, Node node) {
    this.reading = reading;
    this.path = path;
    origin = node.origin();
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        entries.put(entry.name(), entry);
        reading.place(pathOf(entry.name()), entry.value().origin());
      }
    }
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** The value of a key; null when it is left out or, with a mistake added, wrong. */
  <T> @Nullable T find(String key, Shape<T> shape) {
    known.add(key);
    Node.Entry entry = entries.get(key);
    return entry == null ? null : shape.read(reading, pathOf(key), entry.value());
  }

  /** The value of a key, or another when it is left out. */
  <T> T get(String key, Shape<T> shape, T otherwise) {
    T value = find(key, shape);
    return value == null ? otherwise : value;
  }

  /** The value of a key that must be there; with a mistake added, a substitute. */
  <T> T need(String key, Shape<T> shape, T substitute) {
    if (!has(key)) {
      String within = path.isEmpty() ? "" : " in " + path;
      reading.add(pathOf(key), origin, key + " is missing" + within);
    }
    return get(key, shape, substitute);
  }

  /** Adds a mistake about the mapping as a whole. */
  void complain(String message) {
    reading.add(path, origin, path + " " + message);
  }

  void complainOfOthers() {
    for (Node.Entry entry : entries.values()) {
      if (!known.contains(entry.name())) {
        String nearest = Nearest.of(entry.name(), known);
        String there =
            nearest != null
                ? "; did you mean " + nearest + "?"
                : "; "
                    + (path.isEmpty() ? "there are " : path + " has ")
                    + String.join(", ", known);
        reading.add(
            pathOf(entry.name()),
            entry.origin(),
            Mistakes.shown(pathOf(entry.name())) + " is not a key" + there);
      }
    }
  }
}
