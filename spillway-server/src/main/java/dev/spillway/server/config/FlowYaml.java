package dev.spillway.server.config;

import dev.spillway.yaml.Node;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a value on one line. Stateless. */
final class FlowYaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./_][A-Za-z0-9./_:@%+-]*");
  private static final Pattern ENDS_LIKE_A_KEY = Pattern.compile(".*:");

  private FlowYaml() {}

  static String of(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> scalar(entry.name()) + ": " + of(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(FlowYaml::of)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    String text = ((Node.Scalar) node).text();
    return text == null ? "" : scalar(text);
  }

  /** The same value, in which {@code each} was done to every text that is no name. */
  static Node mapped(Node node, UnaryOperator<String> each) {
    if (node instanceof Node.Mapping mapping) {
      return new Node.Mapping(
          node.origin(),
          mapping.entries().stream()
              .map(e -> new Node.Entry(e.origin(), e.name(), mapped(e.value(), each)))
              .toList());
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          node.origin(), sequence.items().stream().map(item -> mapped(item, each)).toList());
    }
    String text = ((Node.Scalar) node).text();
    return new Node.Scalar(node.origin(), text == null ? null : each.apply(text));
  }

  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches()
        && !ENDS_LIKE_A_KEY.matcher(text).matches()
        && !text.equalsIgnoreCase("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
