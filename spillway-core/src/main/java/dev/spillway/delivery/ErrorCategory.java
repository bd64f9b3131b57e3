package dev.spillway.delivery;

import java.util.Locale;

/** What kind of thing went wrong with a call of a sink. */
public enum ErrorCategory {
  /** No connection came about. */
  CONNECT,
  /** No answer came in time. */
  TIMEOUT,
  /** The endpoint works and is busy. It is left alone for a while, and its circuit stays closed. */
  OVERLOAD,
  /** The endpoint has a fault of its own. */
  SERVER_ERROR,
  /** The endpoint works and does not take what it was given, or a part of it. */
  REFUSED,
  /** Anything else. */
  OTHER;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in figures and on the wire, such as {@code server-error}. */
  public String token() {
    return token;
  }
}
