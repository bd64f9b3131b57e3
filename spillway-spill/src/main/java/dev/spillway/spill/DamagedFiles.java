package dev.spillway.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The subdirectory {@code damaged}, to which files go and from which none is removed. */
final class DamagedFiles {
  private static final String NAME = "damaged";
  private static final String UNFINISHED = ".unfinished";

  private final Path directory;
  private final Path damaged;
  private final SpillFiles files;

  DamagedFiles(Path directory, SpillFiles files) {
    this.directory = directory;
    this.files = files;
    damaged = directory.resolve(NAME);
  }

  /**
   * Finds out whether files can go there, before anything is changed.
   *
   * @throws SpillException if something else has the name, a link included: what it leads to may be
   *     another file system, or gone tomorrow
   */
  void check() {
    boolean free = Files.notExists(damaged, LinkOption.NOFOLLOW_LINKS);
    if (!free && !Files.isDirectory(damaged, LinkOption.NOFOLLOW_LINKS)) {
      throw new SpillException(
          "damaged files have no place to go: "
              + damaged
              + " is not a directory; nothing was changed; move it away and run it again");
    }
  }

  /** Puts the file there as well, durably; it stays where it is, too. */
  void keep(String fileName) throws IOException {
    SpillFiles aside = SpillFiles.onDisk(damaged);
    aside.createDirectory();
    files.force();
    Path original = directory.resolve(fileName);
    Path kept = free(fileName, original);
    if (Files.exists(kept)) {
      return;
    }
    try {
      Files.createLink(kept, original);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) { // not every file system has links
      Path copy = damaged.resolve(fileName + UNFINISHED);
      Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    aside.force();
  }

  /** The file's name there, with a number when another file has it. */
  private Path free(String fileName, Path original) throws IOException {
    Path kept = damaged.resolve(fileName);
    for (int number = 2; Files.exists(kept) && Files.mismatch(kept, original) >= 0; number++) {
      kept = damaged.resolve(fileName + "." + number);
    }
    return kept;
  }

  /** Takes a file away that was kept. */
  void remove(String fileName) throws IOException {
    files.delete(fileName);
    files.force();
  }
}
