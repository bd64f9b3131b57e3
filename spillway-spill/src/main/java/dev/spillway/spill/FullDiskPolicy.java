package dev.spillway.spill;

import java.util.Locale;

/**
 * What a {@link SpillLog} does with what it is offered while its disk is full, read-only or
 * failing. What it has taken is kept and can be read under each of them.
 */
public enum FullDiskPolicy {
  /** Refuses at once, and what is not yet written with it. */
  REFUSE,
  /**
   * Refuses at once, and the lowest lanes before the disk is full: they leave more of the file
   * system free than is to be kept free, BULK twice as much, LOW 1.75 times, NORMAL 1.5 times and
   * HIGH 1.25 times. CRITICAL is refused last, when the disk is full.
   */
  REFUSE_LOWEST,
  /**
   * Takes what somebody waits for into memory and writes it when the disk takes it again; what has
   * waited too long is refused. What nobody waits for is refused at once.
   */
  WAIT;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word in configuration. */
  public String token() {
    return token;
  }
}
