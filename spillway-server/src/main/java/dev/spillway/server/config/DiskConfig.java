package dev.spillway.server.config;

import dev.spillway.queue.DiskMode;

/**
 * The log of a queue.
 *
 * @param mode when events go to disk
 * @param maxBytes the disk space that it may take
 */
public record DiskConfig(DiskMode mode, long maxBytes) {}
