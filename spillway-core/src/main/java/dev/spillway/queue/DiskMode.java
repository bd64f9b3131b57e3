package dev.spillway.queue;

import java.util.Locale;

/** When a queue's events go to its log. */
public enum DiskMode {
  /** Always; every receipt is durable and waits for the force. */
  WRITE_AHEAD,
  /** When memory is full, or when an offer asks for a durable receipt. */
  OVERFLOW,
  /** Never; the queue has no log. */
  NONE;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in configuration and figures, such as {@code write-ahead}. */
  public String token() {
    return token;
  }
}
