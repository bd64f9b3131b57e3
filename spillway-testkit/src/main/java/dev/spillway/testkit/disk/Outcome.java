package dev.spillway.testkit.disk;

/** What a disk may have made of a {@link Piece} that was not forced. */
enum Outcome {
  APPLIED,
  OMITTED,
  /** Its sector reads as zeros. */
  ZEROS,
  /** It reads as anything. */
  GARBAGE
}
