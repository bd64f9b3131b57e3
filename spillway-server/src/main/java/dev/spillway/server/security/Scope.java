package dev.spillway.server.security;

import java.util.Locale;

/** What a key opens. */
public enum Scope {
  /** Sending events. */
  INGEST,
  /** Figures, explanations, meters and the live feed. */
  READ,
  /** Dead letters and whatever changes a queue; what {@link #READ} opens too. */
  ADMIN;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in the configuration and in answers. */
  public String token() {
    return token;
  }
}
