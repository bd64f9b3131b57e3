package dev.spillway.testkit.disk;

import java.nio.ByteBuffer;

/** One thing that a store did to its files. Files are told apart by number, whatever their name. */
sealed interface Operation {
  /** A change that counts for sure once the directory is forced. */
  sealed interface OfEntries extends Operation {}

  /** A change that counts for sure once its file is forced. */
  sealed interface OfContent extends Operation {
    int file();
  }

  /** A new, empty file. */
  record Create(String name, int file) implements OfEntries {}

  /** A file gets another name; whoever had that is gone. */
  record Rename(String from, String to) implements OfEntries {}

  /** A name is gone. */
  record Delete(String name) implements OfEntries {}

  /** Bytes from 0 to the limit, which nobody changes any more. */
  record Write(int file, int position, ByteBuffer bytes) implements OfContent {}

  /** A file is cut off. */
  record Truncate(int file, int sizeBytes) implements OfContent {}

  /**
   * A force of a file.
   *
   * @param worked whether it did; when not, what was pending may never be written, whatever later
   *     forces say
   */
  record Force(int file, boolean worked) implements Operation {}

  /** A force of the directory. */
  record ForceEntries() implements Operation {}

  /** The power went, and came back to what {@code found} holds. */
  record PowerLoss(CrashImage found) implements Operation {}
}
