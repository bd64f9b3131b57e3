package dev.spillway.server.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What clients may do with connections. Immutable.
 *
 * @param most open at once; near it those are closed that matter least, beyond it newcomers wait
 * @param idle how long a connection may be silent
 * @param slow how long the head of a request may take, and what a body or the reading of an answer
 *     may take beyond the time that its bytes are worth
 * @param look how often connections are looked at
 */
public record ConnectionLimits(int most, Duration idle, Duration slow, Duration look) {
  private static final int MOST = 16_384;

  /** Connections that are open anyway, before this process is known to be able to open more. */
  private static final int FEWEST = 64;

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * Limits for this process: a quarter of the files that it may open is left for everything else.
   */
  public static ConnectionLimits ofProcess() {
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long files = system == null ? Long.MAX_VALUE : system.getMaxFileDescriptorCount();
    return new ConnectionLimits(mostWith(files), IDLE, SLOW, LOOK);
  }

  /** How many connections a process may have that may open {@code files} files. */
  static int mostWith(long files) {
    long threeQuarters = files - files / 4;
    return (int) Math.max(FEWEST, Math.min(MOST, threeQuarters));
  }

  /** With more connections than this, those that matter least are closed. */
  int crowded() {
    return most - spare();
  }

  /** How many places are kept free, and made free at once. */
  int spare() {
    return Math.max(1, most / 16);
  }
}
