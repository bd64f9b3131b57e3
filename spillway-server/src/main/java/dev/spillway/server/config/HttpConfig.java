package dev.spillway.server.config;

/**
 * Where the gateway listens and what it accepts.
 *
 * @param host the address to bind
 * @param port the port to bind; 0 takes any free one
 * @param limit how many requests are worked on at once
 */
public record HttpConfig(String host, int port, BodyLimits bodies, LimitConfig limit) {
  /** With the limit that suits this machine. */
  public HttpConfig(String host, int port, BodyLimits bodies) {
    this(host, port, bodies, LimitConfig.standard());
  }

  /** Whether only this machine reaches it. Decided by the text alone, as names may change. */
  public boolean isOnLoopback() {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
