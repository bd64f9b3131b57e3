package dev.spillway.server.config;

/**
 * What a request's body may hold.
 *
 * @param maxBytes the most bytes of a body, once it is decompressed
 * @param maxRecordBytes the most bytes of one record or line
 * @param maxEvents the most records
 */
public record BodyLimits(int maxBytes, int maxRecordBytes, int maxEvents) {}
