package dev.spillway.queue;

import java.util.Locale;

/**
 * What a lane does when it fills up. Whatever it is, a critical event that finds no room in memory
 * is written to the log, if there is one, and refused only when that is full too.
 */
public enum Strategy {
  /** Refuses what finds no room. */
  DROP,
  /** Tells producers to wait, the longer the fuller it is, and refuses what finds no room. */
  THROTTLE,
  /** Writes what finds no room to the log, and refuses it only when that is full. */
  SPILL,
  /** Displaces waiting events of lower lanes, and refuses what still finds no room. */
  SHED,
  /**
   * Does what suits the priority: critical events displace, then spill; high and normal ones are
   * delayed, and spilled when their lane is nearly full; low ones are delayed longer and spilled
   * earlier; bulk is spilled. Refuses only when the log is full and nothing lower can be displaced.
   */
  ADAPTIVE;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The name in configuration and figures. */
  public String token() {
    return token;
  }
}
