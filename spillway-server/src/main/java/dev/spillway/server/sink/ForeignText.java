package dev.spillway.server.sink;

import java.util.regex.Pattern;

/** What an endpoint wrote, fit for a log and for people. Stateless. */
final class ForeignText {
  private static final int SHOWN_CHARACTERS = 200;
  private static final Pattern SPACE = Pattern.compile("[\\s\\u0085\\u2028\\u2029]+");

  private ForeignText() {}

  /** The beginning of {@code text} on one line, with whatever cannot be seen escaped. */
  static String shown(String text) {
    String line = SPACE.matcher(text).replaceAll(" ").strip();
    StringBuilder shown = new StringBuilder();
    int index = 0;
    while (index < line.length() && shown.length() < SHOWN_CHARACTERS) {
      int c = line.codePointAt(index);
      if (isVisible(c)) {
        shown.appendCodePoint(c);
      } else {
        shown.append(String.format("\\u%04x", c));
      }
      index += Character.charCount(c);
    }
    return index < line.length() ? shown.append('…').toString() : shown.toString();
  }

  private static boolean isVisible(int c) {
    int type = Character.getType(c);
    return !Character.isISOControl(c)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED;
  }
}
