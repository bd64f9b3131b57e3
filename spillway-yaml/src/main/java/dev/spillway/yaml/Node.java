package dev.spillway.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value as it was written, with its place, before anything is known about its meaning. */
public sealed interface Node {
  /** Where it stands. */
  Origin origin();

  /** One word, number or text; null text when the value was left out. */
  record Scalar(Origin origin, @Nullable String text) implements Node {}

  /** Items one after another. */
  record Sequence(Origin origin, List<Node> items) implements Node {}

  /** Names with values, in the order written. */
  record Mapping(Origin origin, List<Entry> entries) implements Node {}

  /**
   * One name of a mapping.
   *
   * @param origin where the name stands
   */
  record Entry(Origin origin, String name, Node value) {}
}
