package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Origin;
import dev.spillway.yaml.YamlTree;
import java.util.HashSet;
import java.util.Set;

/** Lays a change that a client asks for onto what one queue was told before. */
final class ChangeLayer {
  private static final Origin BODY = new Origin(Origin.Layer.CHANGE, "body", 0);

  private final Settings settings;
  private final Mistakes mistakes;
  private final String queue;
  private final Set<Key<?>> given = new HashSet<>();

  ChangeLayer(Settings settings, Mistakes mistakes, String queue) {
    this.settings = settings;
    this.mistakes = mistakes;
    this.queue = queue;
  }

  /** JSON is read as the YAML that it is, so that keys and values mean the same in both. */
  void read(String json) {
    Node root = YamlTree.ofText(BODY, json, mistakes);
    if (root instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      section(mapping, "");
    } else if (root == null || root instanceof Node.Mapping) {
      mistakes.add(BODY, "the body must be an object with at least one key, such as strategy");
    } else {
      mistakes.add(
          root.origin(),
          "the body must be an object of keys such as strategy, found " + Mistakes.describe(root));
    }
  }

  private void section(Node.Mapping mapping, String prefix) {
    for (Node.Entry entry : mapping.entries()) {
      String name = prefix.isEmpty() ? entry.name() : prefix + "." + entry.name();
      KeyPath target = KeyPath.parse(Keys.QUEUES + "." + queue + "." + name);
      Key<?> key = target.key();
      if (target.problem() != null) {
        mistakes.add(entry.origin(), target.problem());
      } else if (key != null) {
        put(key, entry);
      } else if (entry.value() instanceof Node.Mapping inner) {
        section(inner, name);
      } else {
        mistakes.mustBe(
            entry.origin(),
            name,
            "an object with " + KeyPath.namesWithin(Keys.QUEUES + "." + queue + "." + name),
            entry.value());
      }
    }
  }

  private void put(Key<?> key, Node.Entry entry) {
    if (!given.add(key)) {
      mistakes.add(entry.origin(), key.name() + " is given twice");
    } else if (Keys.isLive(key) && isNull(entry.value())) {
      settings.unset(key, queue);
    } else if (Keys.isLive(key)) {
      settings.put(key, queue, new Setting(entry.origin(), entry.value()));
    } else {
      mistakes.add(
          entry.origin(),
          key.name() + " cannot be changed while the gateway runs; set it in the file and restart");
    }
  }

  private static boolean isNull(Node value) {
    return value instanceof Node.Scalar scalar && scalar.text() == null;
  }
}
