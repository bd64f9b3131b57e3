/**
 * YAML that knows where each of its values stands, for readers who name every mistake at once.
 *
 * <pre>
 *   text ─► YamlTree ─► Node (with its Origin) ─► a reader of its own kind ─► Mistakes, in order
 * </pre>
 *
 * <p>What a key means is up to who reads it. May use Jackson's parser.
 */
@NullMarked
package dev.spillway.yaml;

import org.jspecify.annotations.NullMarked;
