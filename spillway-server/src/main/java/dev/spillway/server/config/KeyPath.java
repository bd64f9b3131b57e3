package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dotted path stands for: a key, a section that holds keys, or neither.
 *
 * @param queue the queue that it belongs to, if it is a queue's
 * @param key null for a section
 * @param problem why it stands for nothing, with what would; null when it stands for something
 */
record KeyPath(@Nullable String queue, @Nullable Key<?> key, @Nullable String problem) {

  static KeyPath parse(String path) {
    String inQueues = Keys.QUEUES + ".";
    if (path.equals(Keys.QUEUES)) {
      return new KeyPath(null, null, null);
    }
    if (!path.startsWith(inQueues)) {
      return within(path, null, path);
    }
    String rest = path.substring(inQueues.length());
    int dot = rest.indexOf('.');
    String queue = dot < 0 ? rest : rest.substring(0, dot);
    if (!Keys.QUEUE_NAME.matcher(queue).matches()) {
      return wrong(
          "a queue's name must be up to 63 small letters, digits and dashes, not beginning with a"
              + " dash: name="
              + Mistakes.shown(rest));
    }
    return dot < 0 ? new KeyPath(queue, null, null) : within(path, queue, rest.substring(dot + 1));
  }

  private static KeyPath within(String path, @Nullable String queue, String name) {
    Key<?> key = Keys.named(queue != null, name);
    if (key != null) {
      return new KeyPath(queue, key, null);
    }
    boolean section =
        Keys.ALL.stream()
            .anyMatch(k -> k.ofQueue() == (queue != null) && k.name().startsWith(name + "."));
    return section ? new KeyPath(queue, null, null) : wrong(unknown(path));
  }

  private static KeyPath wrong(String problem) {
    return new KeyPath(null, null, problem);
  }

  private static String unknown(String path) {
    int dot = path.lastIndexOf('.');
    String section = dot < 0 ? "" : path.substring(0, dot);
    Key<?> structured = enclosingKey(section);
    if (structured != null) {
      return Mistakes.shown(path) + " cannot be set alone; set " + section + " as a whole";
    }
    List<String> names = List.copyOf(namesOf(section));
    String nearest = Nearest.of(path.substring(dot + 1), names);
    if (nearest != null) {
      return Mistakes.shown(path) + " is not a key; did you mean " + nearest + "?";
    }
    String elsewhere = section.isEmpty() ? null : Nearest.of(path, allPaths(path));
    if (names.isEmpty()) {
      return Mistakes.shown(path)
          + " is not a key"
          + (elsewhere == null ? "" : "; did you mean " + elsewhere + "?");
    }
    return Mistakes.shown(path)
        + " is not a key; "
        + (section.isEmpty() ? "there are " : section + " has ")
        + String.join(", ", names);
  }

  private static @Nullable Key<?> enclosingKey(String section) {
    return section.isEmpty() ? null : parse(section).key();
  }

  private static List<String> allPaths(String path) {
    String[] parts = path.split("\\.", 3);
    String queue = parts.length > 1 && parts[0].equals(Keys.QUEUES) ? parts[1] : "<name>";
    return Keys.ALL.stream().map(key -> key.path(queue)).toList();
  }

  /** The names that may stand in a section, as a sentence names them. */
  static String namesWithin(String section) {
    Set<String> names = namesOf(section);
    return names.isEmpty() ? "a name for each queue" : String.join(", ", names);
  }

  private static Set<String> namesOf(String section) {
    Set<String> names = new LinkedHashSet<>();
    KeyPath parent = section.isEmpty() ? new KeyPath(null, null, null) : parse(section);
    if (parent.problem() != null || section.equals(Keys.QUEUES)) {
      return names;
    }
    String queue = parent.queue();
    String prefix = section.isEmpty() ? "" : section + ".";
    for (Key<?> key : Keys.ALL) {
      String path = key.path(key.ofQueue() ? queue : null);
      if (key.ofQueue() == (queue != null) && path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        int dot = rest.indexOf('.');
        names.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    if (section.isEmpty()) {
      names.add(Keys.QUEUES);
    }
    return names;
  }
}
