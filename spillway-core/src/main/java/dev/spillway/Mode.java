package dev.spillway;

import java.util.Locale;

/** How far a guard goes. */
public enum Mode {
  /** It decides nothing and counts nothing. */
  OFF,
  /** It decides and counts what it would have done, and lets everything through. */
  MONITOR,
  /** What it decides is done. */
  ENFORCE;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in configuration, figures and on the wire, such as {@code monitor}. */
  public String token() {
    return token;
  }
}
