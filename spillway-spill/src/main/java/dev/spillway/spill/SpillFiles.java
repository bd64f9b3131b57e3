package dev.spillway.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One directory of files: all that a {@link SpillLog} needs of a file system. Thread-safe.
 *
 * <p>What is done to entries of the directory (create, rename, delete) survives a crash only after
 * {@link #force}; what is done to a file's bytes only after {@link SpillFile#force}. {@link
 * Object#toString} names the directory for messages.
 */
public interface SpillFiles {
  /** The files in {@code directory} of the default or any other file system. */
  static SpillFiles onDisk(Path directory) {
    return new DiskFiles(directory);
  }

  /** Creates the directory unless it exists, for its owner only where the system knows owners. */
  void createDirectory() throws IOException;

  /** The names of all files, in no particular order; empty when there is no directory. */
  List<String> list() throws IOException;

  /** The size of a file in bytes. */
  long sizeBytes(String name) throws IOException;

  /** Creates an empty file, which must not exist yet. */
  SpillFile create(String name) throws IOException;

  /** Opens an existing file for reading and writing. */
  SpillFile open(String name) throws IOException;

  /** Opens an existing file for reading only. */
  SpillFile openForReading(String name) throws IOException;

  /** Renames a file, replacing {@code to} if it exists, at once for every observer. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file; does nothing if there is none. */
  void delete(String name) throws IOException;

  /** What the file system says of its room; files that know nothing of that leave it out. */
  default DiskSpace space() throws IOException {
    return DiskSpace.UNKNOWN;
  }

  /** Makes the entries of the directory durable. */
  void force() throws IOException;

  /**
   * Takes the directory for this process until the result is closed.
   *
   * @throws SpillException naming the holder, if it is taken already
   */
  Closeable lock() throws IOException;

  /**
   * Finds out whether what {@link #lock} took still keeps others away; files that cannot lose it
   * leave this out.
   *
   * @throws IOException if it does not, or no longer is under its name
   */
  default void checkLock() throws IOException {}
}
