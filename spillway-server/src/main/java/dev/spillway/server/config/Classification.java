package dev.spillway.server.config;

import dev.spillway.Priority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an event gets its priority when neither it nor its request names one.
 *
 * @param priorityNames what names mean, in lower case, Spillway's own included
 * @param rules tried in order; the first that matches decides
 * @param defaultPriority when none matches
 */
public record Classification(
    Map<String, Priority> priorityNames, List<Rule> rules, Priority defaultPriority) {

  /**
   * Looks one value up.
   *
   * @param source where the value stands
   * @param name the field's name, the header's name, or a JSON pointer such as {@code /data/level}
   * @param map what values mean, in lower case
   * @param otherwise when the value is missing or not in the map; null lets the next rule try
   */
  public record Rule(
      Source source, String name, Map<String, Priority> map, @Nullable Priority otherwise) {}

  /** Where a rule finds its value. */
  public enum Source {
    FIELD,
    HEADER,
    PATH
  }
}
