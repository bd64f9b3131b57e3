/**
 * What the gateway is told: records that mirror the YAML file key by key, and their reader.
 *
 * <pre>
 *   defaults ◄─ profile ◄─ file ◄─ environment ◄─ command line     (the later wins)
 *                                      │
 *                                      └─► GatewayConfig, whole and valid, or ConfigException
 * </pre>
 *
 * <p>Records only hold what was said; nothing here opens a file but the reader, and nothing starts.
 * May use core's words, {@code queue}, {@code security} and the words of the log.
 */
@NullMarked
package dev.spillway.server.config;

import org.jspecify.annotations.NullMarked;
