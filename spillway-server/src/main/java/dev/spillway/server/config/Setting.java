package dev.spillway.server.config;

import dev.spillway.yaml.Node;
import dev.spillway.yaml.Origin;

/**
 * A value with the place of its key.
 *
 * @param origin where the key was named; {@code value} may stand on a later line
 */
record Setting(Origin origin, Node value) {}
