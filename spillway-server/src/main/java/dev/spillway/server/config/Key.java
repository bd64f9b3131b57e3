package dev.spillway.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured.
 *
 * @param ofQueue whether each queue has one of its own, under {@code queues.<name>}
 * @param name the path of names in the file, within the queue if it is a queue's
 * @param type what its value may be
 * @param defaultText its default as it would be written; {@code {data}} and {@code {queue}} stand
 *     for the data directory and the queue's name; null when it has none
 * @param example a value to show where there is no default
 * @param meaning what it decides, in sentences
 */
record Key<T>(
    boolean ofQueue,
    String name,
    ValueType<T> type,
    @Nullable String defaultText,
    String example,
    String meaning) {

  /** The name under which it is set, for {@code queue} if it is a queue's. */
  String path(@Nullable String queue) {
    return ofQueue ? Keys.QUEUES + "." + queue + "." + name : name;
  }

  /** What ends the name of its environment variable, such as {@code MEMORY_BYTES}. */
  String variableSuffix() {
    return variablePart(name);
  }

  /** The environment variable that sets it. */
  String variable(@Nullable String queue) {
    return Keys.VARIABLE_PREFIX + variablePart(path(queue));
  }

  static String variablePart(String path) {
    return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
