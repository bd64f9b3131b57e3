package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes configurations as YAML that {@link ConfigReader} reads back. Stateless. */
public final class ConfigPrinter {
  private static final int COLUMNS = 96;

  private static final String HEAD =
      """
      # Every key of Spillway's gateway with its meaning and its default.
      #
      # Defaults give way to the queue's profile, that to the file, that to environment variables,
      # and those to --set on the command line. Sizes are written 512KB, 8MB or 1GB, by 1,024, or
      # as plain bytes; durations 250ms, 20s, 1m or 1h. Several queues stand side by side under
      # queues:, each under its own name; without any there is one called default.
      """;

  private ConfigPrinter() {}

  /** Every key with its meaning, what is allowed, its variable and its default. */
  public static String defaults() {
    Settings settings = new Settings(new Mistakes());
    return HEAD
        + print(
            settings,
            (key, queue, indent, lines) -> {
              lines.add("");
              comment(lines, indent, key.meaning());
              comment(lines, indent, "Allowed: " + key.type().allowed() + ".");
              comment(lines, indent, "Variable: " + key.variable(queue));
              Setting setting = settings.setting(key, queue);
              String value = setting == null ? key.example() : FlowYaml.of(setting.value());
              lines.add(indent + (setting == null ? "# " : "") + lastName(key) + ": " + value);
            });
  }

  static String effective(Settings settings) {
    return print(
        settings,
        (key, queue, indent, lines) -> {
          Setting setting = settings.setting(key, queue);
          if (setting != null && settings.matters(key, queue)) {
            String line = indent + lastName(key) + ": " + key.type().shown(setting.value());
            Origin origin = setting.origin();
            lines.add(origin.equals(Origin.DEFAULT) ? line : line + "  # " + origin.place());
          }
        });
  }

  private static String print(Settings settings, KeyPrinter printer) {
    List<String> lines = new ArrayList<>();
    keys(null, "", printer, lines);
    lines.add("");
    lines.add(Keys.QUEUES + ":");
    for (String queue : settings.queues()) {
      lines.add("  " + queue + ":");
      keys(queue, "    ", printer, lines);
    }
    return String.join("\n", lines).strip() + "\n";
  }

  /** A section of the file is opened when its first key that is printed comes. */
  private static void keys(
      @Nullable String queue, String indent, KeyPrinter printer, List<String> lines) {
    List<String> open = List.of();
    for (Key<?> key : Keys.ALL) {
      if (key.ofQueue() != (queue != null)) {
        continue;
      }
      List<String> sections = sectionsOf(key);
      List<String> printed = new ArrayList<>();
      printer.print(key, queue, indent + "  ".repeat(sections.size()), printed);
      if (!printed.isEmpty() && !sections.equals(open)) {
        boolean spaced = printed.get(0).isEmpty();
        if (queue == null || spaced) {
          lines.add("");
        }
        int depth = commonDepth(open, sections);
        for (String section : sections.subList(depth, sections.size())) {
          lines.add(indent + "  ".repeat(depth++) + section + ":");
        }
        if (spaced && !sections.isEmpty()) {
          printed.remove(0);
        }
        open = sections;
      }
      lines.addAll(printed);
    }
  }

  private static List<String> sectionsOf(Key<?> key) {
    List<String> names = List.of(key.name().split("\\.", -1));
    return names.subList(0, names.size() - 1);
  }

  private static int commonDepth(List<String> one, List<String> other) {
    int depth = 0;
    while (depth < Math.min(one.size(), other.size()) && one.get(depth).equals(other.get(depth))) {
      depth++;
    }
    return depth;
  }

  private static String lastName(Key<?> key) {
    return key.name().substring(key.name().lastIndexOf('.') + 1);
  }

  private static void comment(List<String> lines, String indent, String text) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
  }

  /** Writes the lines of one key. */
  private interface KeyPrinter {
    void print(Key<?> key, @Nullable String queue, String indent, List<String> lines);
  }
}
