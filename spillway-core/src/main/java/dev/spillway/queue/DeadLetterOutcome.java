package dev.spillway.queue;

import dev.spillway.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What came of a replay or a discard. Immutable.
 *
 * @param done the letters that were replayed or discarded
 * @param expired the letters that were meant but are kept, because the deadline of the event has
 *     passed, so that a replay would only let it be dropped; 0 for a discard
 * @param stoppedBy why it ended before its time; null when all that was meant is done
 */
public record DeadLetterOutcome(long done, long expired, @Nullable Reason stoppedBy) {}
