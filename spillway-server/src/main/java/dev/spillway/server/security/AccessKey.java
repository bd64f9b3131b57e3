package dev.spillway.server.security;

/**
 * A key that is configured. Immutable.
 *
 * @param name what people and logs call it
 * @param hash of its secret
 * @param grant what its holder may do
 */
public record AccessKey(String name, KeyHash hash, Grant grant) {}
