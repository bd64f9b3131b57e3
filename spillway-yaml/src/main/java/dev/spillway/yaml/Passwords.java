package dev.spillway.yaml;

import java.util.regex.Pattern;

/** Keeps passwords out of messages. Stateless. */
public final class Passwords {
  /** What stands in place of a secret. */
  public static final String MASK = "***";

  /** Greedy, because a password may hold any character but a space. */
  private static final Pattern USER_OF_URL = Pattern.compile("://\\S*@");

  /** The query of a URL: what stands in it may be a token, whatever its name. */
  private static final Pattern QUERY_OF_URL = Pattern.compile("(://[^\\s?]*)\\?\\S+");

  private Passwords() {}

  /**
   * Text in which what stands before the host of a URL, and what stands in its query, is made
   * unreadable. Two URLs in one text must have a space between them.
   */
  public static String hidden(String text) {
    String open = USER_OF_URL.matcher(text).replaceAll("://" + MASK + "@");
    return QUERY_OF_URL.matcher(open).replaceAll("$1?" + MASK);
  }
}
