package dev.spillway.internal;

/** Text from outside, fit to stand in a line of a log. Stateless. */
public final class LogText {
  private LogText() {}

  /**
   * The text in quotes: nothing in it ends the value or the line, and no logger takes braces in it
   * for a place to fill in.
   */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int index = 0; index < text.length(); index++) {
      char c = text.charAt(index);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append(' ');
      } else {
        quoted.append(c).append(c == '{' ? " " : "");
      }
    }
    return quoted.append('"').toString();
  }
}
