package dev.spillway.server.config;

/**
 * A value with the place of its key.
 *
 * @param origin where the key was named; {@code value} may stand on a later line
 */
record Setting(Origin origin, Node value) {}
