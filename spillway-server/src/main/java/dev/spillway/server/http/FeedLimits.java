package dev.spillway.server.http;

import java.time.Duration;

/**
 * What the clients of {@link LiveFeed} may take.
 *
 * @param clients connected at once; further ones are refused
 * @param bufferBytes kept for one client that reads slowly; at more it is cut off
 * @param look how often is looked for changes of state
 * @param figures how often figures are sent
 * @param heartbeat how often a comment is sent
 */
record FeedLimits(
    int clients, int bufferBytes, Duration look, Duration figures, Duration heartbeat) {
  static final FeedLimits DEFAULT =
      new FeedLimits(
          64, 256 << 10, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(15));
}
