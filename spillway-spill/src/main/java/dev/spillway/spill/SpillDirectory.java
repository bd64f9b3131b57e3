package dev.spillway.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A spill directory as a whole. Stateless. */
public final class SpillDirectory {
  private SpillDirectory() {}

  /**
   * Keeps logs away from a directory until the result is closed, and changes nothing in it. A
   * directory without a lock file, or with one that this user may only read, is in nobody's hands
   * that could be kept away.
   *
   * @throws SpillException naming the process that has it, if one has
   * @throws IOException if that cannot be told
   */
  public static Closeable hold(Path directory) throws IOException {
    Path lock = directory.resolve(DirectoryLock.FILE_NAME);
    return Files.isWritable(lock) ? DirectoryLock.hold(directory) : () -> {};
  }
}
