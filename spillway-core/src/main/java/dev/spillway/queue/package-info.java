/**
 * The event queue: five lanes that hold accepted events in memory, and in a log when memory is not
 * enough or not safe enough.
 *
 * <pre>
 *                        memory mode                         oldest ─► newest
 *   offer ─► reserve ─► lane ─► ring ─────────────────────► ring
 *            (no lock)      │                                                  ─► poll ─► Batch
 *                           │ disk mode                                              (settles)
 *                           └─► RecordCodec ─► SpillLane ─►  ring, then log
 * </pre>
 *
 * <p>Memory is reserved before any lock is taken, so a refusal touches no lane. A lane in disk mode
 * sends every event through its log until the reader has caught up; what its ring still holds is
 * older and goes first, so arrival order survives the move to disk and back. A {@link
 * dev.spillway.queue.Batch} is handed to one consumer, which settles each of its events exactly
 * once: delivered, retried or dead-lettered.
 *
 * <p>{@link dev.spillway.queue.SpillStore} is what a durable log must offer; this package never
 * touches a file. It may use the words and {@code time}.
 */
@NullMarked
package dev.spillway.queue;

import org.jspecify.annotations.NullMarked;
