package dev.spillway.simulator;

import dev.spillway.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants done: one call after another, all before its deadline. Immutable.
 *
 * @param index its place in the trace, in the order of arrival
 * @param workNanos of each call, as long as it takes on a healthy plant
 */
@SuppressWarnings("ArrayRecordComponent") // there are millions, and nobody compares them
record Task(
    int index,
    int source,
    Priority priority,
    @Nullable String tenant,
    @Nullable String dependency,
    long arrivalNanos,
    long deadlineNanos,
    long[] workNanos) {

  int calls() {
    return workNanos.length;
  }
}
