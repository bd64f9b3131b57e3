package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import org.jspecify.annotations.Nullable;

/** What a key's value may be, and how it is read. */
interface ValueType<T> {
  /** What is allowed, to stand after "must be" or "allowed:". */
  String allowed();

  /** Whether a value given outside the file is to be read as YAML rather than as plain text. */
  default boolean structured() {
    return false;
  }

  /** A value on one line, as it may be shown to anybody; secrets are left out. */
  default String shown(Node value) {
    return FlowYaml.of(value);
  }

  /** The value, or null after adding to {@code mistakes} why there is none. */
  @Nullable T read(String path, Setting setting, Mistakes mistakes);
}
