package dev.spillway.server.config;

/**
 * Where the gateway listens and what it accepts.
 *
 * @param host the address to bind
 * @param port the port to bind; 0 takes any free one
 */
public record HttpConfig(String host, int port, BodyLimits bodies) {}
