/**
 * Turns a request's body into events, whole or not at all.
 *
 * <pre>
 *   body ─► Lines ─► JsonRecord (one pass of Jackson over a line, fills the slots of a FieldTree)
 *                        │
 *                        ├─► Classifier: field, header, rules, default ─► Priority
 *                        └─► EventAssembly: id, deadline, texts, payload ─► Event
 * </pre>
 *
 * <p>{@link dev.spillway.server.ingest.RecordReader} belongs to a queue and is the only way in. It
 * reads nothing but arrays: no sockets, no files; time and ids come from seams. May use core's
 * words, {@code queue} and {@code time}, the configuration's records, {@code json}, {@code
 * security}, and Jackson.
 */
@NullMarked
package dev.spillway.server.ingest;

import org.jspecify.annotations.NullMarked;
