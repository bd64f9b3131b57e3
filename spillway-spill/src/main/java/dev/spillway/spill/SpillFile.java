package dev.spillway.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file that is read and written at positions. Thread-safe.
 *
 * <p>After a {@link #force} that failed nothing is known about what was written since the last one
 * that worked, and a later success says nothing about it either.
 */
public interface SpillFile extends Closeable {
  /**
   * Fills {@code target} from {@code position} on, up to the end of the file.
   *
   * @return how many bytes were read, fewer than asked for only at the end of the file; 0 at or
   *     beyond it
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Writes all that remains in {@code source}, growing the file where needed. */
  void write(ByteBuffer source, long position) throws IOException;

  /** Writes zeros from {@code fromPosition} up to, not including, {@code toPosition}. */
  void zeroFill(long fromPosition, long toPosition) throws IOException;

  /** Cuts the file off at {@code sizeBytes}, which is at most its size. */
  void truncate(long sizeBytes) throws IOException;

  /** Makes bytes and size durable. */
  void force() throws IOException;

  /** The size in bytes. */
  long sizeBytes() throws IOException;
}
