/**
 * What a log does for groups of events that have to be on the disk: ours, the least that any must
 * do, and those of others.
 *
 * <p>Each contestant is a {@link dev.spillway.benchmarks.log.GroupLog} in a directory of its own,
 * {@link dev.spillway.benchmarks.log.GroupWork} hands groups over to it, and tells how many events
 * a second were on the disk. May use the package above.
 */
@NullMarked
package dev.spillway.benchmarks.log;

import org.jspecify.annotations.NullMarked;
