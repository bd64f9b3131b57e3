package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.TextFile;
import dev.spillway.yaml.YamlTree;
import java.nio.file.Path;

/** Lays the YAML file's values into {@link Settings}. */
final class FileLayer {
  private final Settings settings;
  private final Mistakes mistakes;

  FileLayer(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
  }

  void read(Path file) {
    String text = TextFile.read(file, "configuration file", mistakes);
    Node root = text == null ? null : YamlTree.ofFile(file.toString(), text, mistakes);
    if (root instanceof Node.Mapping mapping) {
      section(mapping, "");
    } else if (root != null && !isNothing(root)) {
      mistakes.add(
          root.origin(),
          "the file must be a mapping of keys such as http: and queues:, found "
              + Mistakes.describe(root));
    }
  }

  /** Dotted names stand for nested ones, so {@code http.port: 9090} is understood too. */
  private void section(Node.Mapping mapping, String prefix) {
    for (Node.Entry entry : mapping.entries()) {
      entry(entry, prefix.isEmpty() ? entry.name() : prefix + "." + entry.name());
    }
  }

  private void entry(Node.Entry entry, String path) {
    KeyPath target = KeyPath.parse(path);
    if (target.problem() != null) {
      mistakes.add(entry.origin(), target.problem());
    } else if (target.key() != null) {
      if (settings.contains(path)) {
        mistakes.add(entry.origin(), path + " is given twice");
      }
      settings.put(target.key(), target.queue(), new Setting(entry.origin(), entry.value()));
    } else if (entry.value() instanceof Node.Mapping mapping) {
      addQueue(target);
      section(mapping, path);
    } else if (isNothing(entry.value())) {
      addQueue(target);
    } else {
      mistakes.mustBe(
          entry.origin(), path, "a section with " + KeyPath.namesWithin(path), entry.value());
    }
  }

  private void addQueue(KeyPath target) {
    if (target.queue() != null) {
      settings.addQueue(target.queue());
    }
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text() == null;
  }
}
