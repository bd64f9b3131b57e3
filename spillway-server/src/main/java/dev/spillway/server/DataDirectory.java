package dev.spillway.server;

import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory that holds every queue's log, each in {@code queues/<name>}. */
final class DataDirectory {
  private static final Logger LOGGER = LoggerFactory.getLogger(DataDirectory.class);
  private static final String QUEUES = "queues";

  private final Path directory;

  private DataDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory, for this user alone, unless it is there.
   *
   * @throws GatewayException if it cannot be used, or a newer version wrote it; nothing was changed
   *     then
   */
  static DataDirectory open(Path directory) throws GatewayException {
    Path queues = directory.resolve(QUEUES);
    DataVersion.check(directory);
    try {
      boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] onlyOwner =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(directory, onlyOwner);
      Files.createDirectories(queues, onlyOwner);
    } catch (AccessDeniedException e) {
      throw unwritable(directory, e);
    } catch (FileAlreadyExistsException e) {
      throw new GatewayException(
          "data directory is not a directory: "
              + e.getFile()
              + "; move that file away, or choose another directory with --data",
          e);
    } catch (IOException e) {
      String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      throw new GatewayException(
          "data directory cannot be made: "
              + directory
              + (reason == null ? "" : ": " + reason)
              + "; choose another with --data",
          e);
    }
    if (!Files.isWritable(queues)) {
      throw isReadOnly(queues) ? readOnly(queues) : unwritable(queues, null);
    }
    try {
      DataVersion.write(directory);
    } catch (AccessDeniedException e) {
      throw unwritable(directory, e);
    } catch (IOException e) {
      throw unmarkable(directory, e);
    }
    Privacy.keep(directory, queues);
    return new DataDirectory(directory);
  }

  private static GatewayException unwritable(Path directory, @Nullable Exception cause) {
    String message =
        "data directory may not be written: "
            + directory
            + "; give this user the right to, or choose another with --data";
    return cause == null ? new GatewayException(message) : new GatewayException(message, cause);
  }

  /** A full disk shows when the first byte is written. */
  private static GatewayException unmarkable(Path directory, IOException cause) {
    String said = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    return new GatewayException(
        "data directory takes no file: "
            + directory
            + ": "
            + (said == null ? cause : said)
            + "; make room on its disk if it is full, or choose another with --data",
        cause);
  }

  private static boolean isReadOnly(Path directory) {
    try {
      return Files.getFileStore(directory).isReadOnly();
    } catch (IOException e) {
      return false; // then it is said what is known
    }
  }

  private static GatewayException readOnly(Path directory) {
    return new GatewayException(
        "data directory is on a read-only file system: "
            + directory
            + "; make that writable, or choose another with --data");
  }

  Path directory() {
    return directory;
  }

  /** Where the log of a queue is. The name was checked when the configuration was read. */
  Path ofQueue(String name) {
    return directory.resolve(QUEUES).resolve(name);
  }

  /** Warns when a queue that has no log any more left events in the one that it had. */
  void tellOfUnreadLog(String name) {
    Path log = ofQueue(name);
    if (!Files.isDirectory(log)) {
      return;
    }
    String events;
    try {
      long waiting =
          SpillInspector.of(log).lanes().stream().mapToLong(SpillInspector.Lane::backlog).sum();
      if (waiting == 0) {
        return;
      }
      events = Long.toString(waiting);
    } catch (SpillException e) {
      events = "unknown";
    }
    LOGGER.warn(
        "event=log-not-read queue={} directory={} events={} consequence={} next={}",
        name,
        LogValue.of(log),
        events,
        LogValue.of("disk.mode is none, so what the log holds is kept and not delivered"),
        LogValue.of(
            "set queues."
                + name
                + ".disk.mode to overflow to deliver it, or move the directory away"));
  }

  /** Directories of queues that the configuration does not know, and that nobody delivers. */
  List<String> strangers(Set<String> known) {
    List<String> strangers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve(QUEUES))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry) && !known.contains(name)) {
          strangers.add(name);
        }
      }
    } catch (IOException e) {
      return List.of(); // only advice would come of it
    }
    strangers.sort(null);
    return strangers;
  }
}
