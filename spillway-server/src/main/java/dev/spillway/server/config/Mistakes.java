package dev.spillway.server.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that a reader of the messages can mend all of it at once. */
final class Mistakes {
  private static final int SHOWN_CHARACTERS = 80;

  private static final Comparator<Mistake> BY_PLACE =
      Comparator.comparing((Mistake mistake) -> mistake.origin().layer())
          .thenComparingInt(mistake -> mistake.origin().line());

  /** Each once, although a key may be read more than once. */
  private final Set<Mistake> all = new LinkedHashSet<>();

  /** Adds a mistake at a place. */
  void add(Origin origin, String message) {
    all.add(new Mistake(origin, message));
  }

  /** Adds the mistake that the value of {@code path} is not {@code allowed}. */
  void mustBe(Origin origin, String path, String allowed, Node found) {
    mustBe(origin, path, allowed, describe(found));
  }

  /** Adds the mistake that the value of {@code path} is not {@code allowed}. */
  void mustBe(Origin origin, String path, String allowed, String found) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    add(origin, path + " must be " + allowed + ": " + name + "=" + found);
  }

  void throwIfAny() throws ConfigException {
    if (!all.isEmpty()) {
      throw new ConfigException(
          all.stream().sorted(BY_PLACE).map(m -> m.origin().place() + ": " + m.message()).toList());
    }
  }

  static String describe(Node node) {
    if (node instanceof Node.Mapping) {
      return "(a mapping)";
    }
    if (node instanceof Node.Sequence) {
      return "(a list)";
    }
    return shown(((Node.Scalar) node).text());
  }

  /** Text from outside, short and on one line. */
  static String shown(@Nullable String text) {
    if (text == null) {
      return "(nothing)";
    }
    StringBuilder line = new StringBuilder();
    String open = Passwords.hidden(text);
    open.codePoints()
        .limit(SHOWN_CHARACTERS)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return open.codePointCount(0, open.length()) > SHOWN_CHARACTERS
        ? line.append("...").toString()
        : line.toString();
  }

  private record Mistake(Origin origin, String message) {}
}
