package dev.spillway.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lays the YAML file's values into {@link Settings}. */
final class FileLayer {
  private static final long MAX_FILE_BYTES = 1 << 20;

  private final Settings settings;
  private final Mistakes mistakes;

  FileLayer(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
  }

  void read(Path file) {
    String text = textOf(file);
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

  private @Nullable String textOf(Path file) {
    Origin origin = new Origin(Origin.Layer.FILE, file.toString(), 0);
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        mistakes.add(origin, "the configuration file must be smaller than 1 MB");
        return null;
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      mistakes.add(origin, "there is no such configuration file");
    } catch (AccessDeniedException e) {
      mistakes.add(origin, "the configuration file may not be read; check its permissions");
    } catch (CharacterCodingException e) {
      mistakes.add(origin, "the configuration file must be UTF-8 text");
    } catch (IOException e) {
      mistakes.add(origin, "the configuration file cannot be read: " + e.getMessage());
    }
    return null;
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
