/**
 * Turns a request's body into events, whole or not at all.
 *
 * <pre>
 *   lines    ─► Lines        ─┐
 *   document ─► JsonDocument ─┴► JsonRecord (one pass of Jackson, fills the slots of a FieldTree)
 *                                    │
 *                                    ├─► CloudEventFields: is it one?
 *                                    ├─► Classifier: field, header, rules, default ─► Priority
 *                                    └─► EventAssembly: id, deadline, texts, payload ─► Event
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
