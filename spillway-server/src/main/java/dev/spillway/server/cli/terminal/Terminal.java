package dev.spillway.server.cli.terminal;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, and whether a person watches.
 *
 * @param out for results
 * @param err for progress and complaints
 * @param watched whether {@code err} is a terminal, on which a line can be drawn again
 * @param colours whether results may be coloured
 * @param columns the width of a line
 */
public record Terminal(
    PrintWriter out, PrintWriter err, boolean watched, boolean colours, int columns) {
  /** Goes back to the start of the line and clears it. */
  public static final String CLEARED_LINE = "\r\u001b[K";

  private static final int DEFAULT_COLUMNS = 80;

  /**
   * The process's own. The launcher tells by {@code spillway.terminal} which of {@code out} and
   * {@code err} are terminals, because Java cannot tell; without it neither is.
   */
  public static Terminal ofProcess() {
    String told = System.getProperty("spillway.terminal", "");
    boolean out = told.contains("out");
    boolean err = told.contains("err");
    Map<String, String> environment = System.getenv();
    boolean colours =
        out
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        writer(System.out), writer(System.err), err, colours, columns(environment.get("COLUMNS")));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static int columns(@Nullable String text) {
    try {
      return text == null ? DEFAULT_COLUMNS : Math.max(DEFAULT_COLUMNS / 2, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }

  /** A complaint, with the program's name before it. */
  public void complain(String message) {
    err.println((watched ? CLEARED_LINE : "") + "spillway: " + message);
    err.flush();
  }

  /** Stands out where colours may be used. */
  public String bold(String text) {
    return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** Text from outside with nothing in it that would move the cursor. */
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                shown.append(' ');
              } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
