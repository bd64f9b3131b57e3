package dev.spillway.yaml;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that a reader of the messages can mend all of it at once. */
public final class Mistakes {
  private static final int SHOWN_CHARACTERS = 80;

  private static final Comparator<Mistake> BY_PLACE =
      Comparator.comparing((Mistake mistake) -> mistake.origin().layer())
          .thenComparingInt(mistake -> mistake.origin().line());

  /** Each once, although a key may be read more than once. */
  private final Set<Mistake> all = new LinkedHashSet<>();

  /** Adds a mistake at a place. */
  public void add(Origin origin, String message) {
    all.add(new Mistake(origin, message));
  }

  /** Adds the mistake that the value of {@code path} is not {@code allowed}. */
  public void mustBe(Origin origin, String path, String allowed, Node found) {
    mustBe(origin, path, allowed, describe(found));
  }

  /** Adds the mistake that the value of {@code path} is not {@code allowed}. */
  public void mustBe(Origin origin, String path, String allowed, String found) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    add(origin, path + " must be " + allowed + ": " + name + "=" + found);
  }

  /** A line for each, beginning with its place, in the order of their places. */
  public List<String> lines() {
    return all.stream()
        .sorted(BY_PLACE)
        .map(mistake -> mistake.origin().place() + ": " + mistake.message())
        .toList();
  }

  /** Words as a sentence names them: {@code a, b or c}. */
  public static String either(List<String> words) {
    int last = words.size() - 1;
    return last <= 0
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** A value as a message shows it. */
  public static String describe(Node node) {
    if (node instanceof Node.Mapping) {
      return "(a mapping)";
    }
    if (node instanceof Node.Sequence) {
      return "(a list)";
    }
    return shown(((Node.Scalar) node).text());
  }

  /** Text from outside, short and on one line. */
  public static String shown(@Nullable String text) {
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
