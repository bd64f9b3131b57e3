/**
 * JSON as bytes: what Jackson leaves to be done when records pass through unchanged.
 *
 * <p>{@link dev.spillway.server.json.Utf8} tells whether bytes are text, {@link
 * dev.spillway.server.json.JsonBuffer} writes JSON around bytes that are JSON already. Depends on
 * nothing but the JDK.
 */
@NullMarked
package dev.spillway.server.json;

import org.jspecify.annotations.NullMarked;
