package dev.spillway.spill;

/** The constants of the format; {@code docs/specs/spill-format.md} has the tables. */
final class Format {
  /** What a directory must not be newer than. */
  static final int VERSION = 1;

  /** Blocks begin at multiples of this, so no write touches a sector that holds a forced block. */
  static final int ALIGNMENT = 4096;

  static final int HEADER_BYTES = 64;

  /** The bound on both lengths of a block, whatever a writer was configured to. */
  static final int MAX_RAW_BYTES = 16 * 1024 * 1024;

  static final int CODEC_RAW = 0;
  static final int CODEC_ZSTD = 1;

  static final int FLAG_SEAL = 1;

  /** In the dead-letter lane only. */
  static final int FLAG_TOMBSTONES = 2;

  private Format() {}

  /** {@code bytes} rounded up to a whole number of alignments. */
  static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The space that a block takes in a segment. */
  static long blockSpace(long payloadBytes) {
    return align(HEADER_BYTES + payloadBytes);
  }
}
