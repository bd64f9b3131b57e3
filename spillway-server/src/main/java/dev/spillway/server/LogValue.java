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
      } else if (isUnprintable(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isUnprintable(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
