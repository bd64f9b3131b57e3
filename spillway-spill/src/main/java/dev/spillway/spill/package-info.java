/**
 * The durable log of an event queue: eleven lanes of records in one directory, written by one
 * thread and read by another.
 *
 * <pre>
 *   append ─► Staging ─► LaneWriter ─► segment file ─► force ─► Backlog ─► poll ─► acknowledge
 *   (any      (bytes     (one cycle     (4 KiB                  │   ▲              (cursor; whole
 *   thread)   copied)    for all)       blocks)       just written, │ LaneReader   segments are
 *                                                     or read back ─┘              recycled)
 * </pre>
 *
 * <p>A directory holds {@code <lane>-<first sequence>-<epoch>.seg} files, at most one {@code
 * spare-<epoch>.free}, one {@code state} and one {@code lock}. A segment is blocks and nothing
 * else:
 *
 * <pre>
 *   0            64                64 + stored     next multiple of 4096
 *   ├── header ──┼──── payload ────┼─── zeros ─────┼── header ──┼─ …
 *                 zstd or raw: u32 length, bytes, u32 length, bytes, …      all little-endian
 * </pre>
 *
 * <p>A block is the unit of commit, compression, checksum and acknowledgement. Every byte is
 * specified in {@code docs/specs/spill-format.md}. A record is told apart by its sequence, which
 * counts from 0 in each lane without gaps.
 *
 * <p>All input and output goes through {@link dev.spillway.spill.SpillFiles} and {@link
 * dev.spillway.spill.SpillFile}; time comes from the two schedulers. The package may use the words,
 * {@code queue} and {@code time} of core, and zstd.
 */
@NullMarked
package dev.spillway.spill;

import org.jspecify.annotations.NullMarked;
