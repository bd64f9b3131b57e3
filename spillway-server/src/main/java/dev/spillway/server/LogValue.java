package dev.spillway.server;

/** Values of log lines, so that none can end a line or look like another key. */
final class LogValue {
  private LogValue() {}

  /** The text as one word, or quoted with everything unprintable escaped. */
  static Object of(Object value) {
    String text = String.valueOf(value);
    if (!text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=')) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
