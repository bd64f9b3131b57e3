package dev.spillway.queue;

import java.util.Locale;

/** What a full lane does with the next event. */
public enum Strategy {
  /** Refuses it. */
  DROP,
  /** Writes it to the log, and refuses it only when the log is full. */
  SPILL;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in configuration and figures. */
  public String token() {
    return token;
  }
}
