package dev.spillway;

import java.util.Locale;

/** The promise that a receipt carries. */
public enum Durability {
  /** Held in memory; lost if the process dies before delivery. */
  VOLATILE,
  /** Forced to disk before the receipt completes; survives a killed process and a power cut. */
  DURABLE;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in configuration and on the wire: {@code volatile} or {@code durable}. */
  public String token() {
    return token;
  }
}
