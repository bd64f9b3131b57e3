package dev.spillway;

import java.util.Locale;

/** How something stands under load, in three steps that a person can see at a glance. */
public enum Zone {
  /** There is room: nobody is asked to wait. */
  GREEN,
  /** Backpressure is on. */
  YELLOW,
  /** It is full: what comes next finds no room where it is meant to wait. */
  RED;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in figures and on the wire, such as {@code yellow}. */
  public String token() {
    return token;
  }

  /** The worse of the two. */
  public Zone or(Zone other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
