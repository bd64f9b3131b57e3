package dev.spillway;

import java.util.Locale;

/** How much an item matters, most important first. Its ordinal is the index of its lane. */
public enum Priority {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW,
  BULK;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in configuration, figures and on the wire: {@code critical} to {@code bulk}. */
  public String token() {
    return token;
  }

  /** Whether this matters at least as much as {@code other}. */
  public boolean isAtLeast(Priority other) {
    return compareTo(other) <= 0;
  }
}
