package dev.spillway.server.config;

import java.util.regex.Pattern;

/** Keeps passwords out of messages. Stateless. */
public final class Passwords {
  /** What stands in place of a secret. */
  static final String MASK = "***";

  /** Greedy, because a password may hold any character but a space. */
  private static final Pattern USER_OF_URL = Pattern.compile("://\\S*@");

  private Passwords() {}

  /** Text in which what stands before the host of a URL is made unreadable. */
  public static String hidden(String text) {
    return USER_OF_URL.matcher(text).replaceAll("://" + MASK + "@");
  }
}
