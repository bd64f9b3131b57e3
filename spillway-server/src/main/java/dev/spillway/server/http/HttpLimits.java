package dev.spillway.server.http;

import dev.spillway.server.http.connection.ConnectionLimits;

/**
 * What clients may take of the server.
 *
 * @param connections what they may do with connections
 * @param headerBytes the largest request line with its headers
 * @param bodiesBytes the memory of all bodies that are read or worked on, and of their events
 */
record HttpLimits(ConnectionLimits connections, int headerBytes, long bodiesBytes) {
  private static final int HEADER_BYTES = 16 << 10;

  /** Room for at least this many bodies of the largest size, each with its events. */
  private static final int LARGEST_BODIES = 4;

  /** The memory of all answers that wait for their clients to read them. */
  long answersBytes() {
    return bodiesBytes / 2;
  }

  /** Limits for bodies of {@code maxBodyBytes}: an eighth of the heap, or four of the largest. */
  static HttpLimits forBodies(int maxBodyBytes) {
    long eighth = Runtime.getRuntime().maxMemory() / 8;
    return new HttpLimits(
        ConnectionLimits.ofProcess(),
        HEADER_BYTES,
        Math.max(eighth, (long) LARGEST_BODIES * maxBodyBytes));
  }
}
