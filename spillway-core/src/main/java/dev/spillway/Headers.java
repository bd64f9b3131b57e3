package dev.spillway;

/**
 * The names of the HTTP headers by which services tell each other what decides about a request or
 * an event. Whoever reads one from a caller that it does not trust bounds what it says.
 */
public final class Headers {
  /** How much it matters: a {@linkplain Priority#token() priority's name}, in any case. */
  public static final String PRIORITY = "Spillway-Priority";

  /**
   * How long the caller still waits, in whole milliseconds from the moment that the request is
   * read, so that no two clocks have to agree.
   */
  public static final String DEADLINE_MILLIS = "Spillway-Deadline-Ms";

  /** Whose it is. */
  public static final String TENANT = "Spillway-Tenant";

  /** In an answer: how long to wait before sending more, in whole milliseconds. */
  public static final String THROTTLE_MILLIS = "Spillway-Throttle-Ms";

  private Headers() {}
}
