package dev.spillway.server.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the logs that directories named on the command line hold. */
final class SpillDirectories {
  private static final String QUEUES = "queues";
  private static final String STATE = "state";

  private SpillDirectories() {}

  /**
   * Each directory itself, or for a gateway's data directory the logs of all its queues.
   *
   * @throws IOException with a message for the person who typed, if one cannot be looked into
   */
  static List<Path> find(List<Path> named) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path directory : named) {
      if (!Files.exists(directory)) {
        throw new IOException("there is no such directory: " + directory);
      }
      if (!Files.isDirectory(directory)) {
        throw new IOException("this is a file, not a directory: " + directory);
      }
      Path queues = directory.resolve(QUEUES);
      if (Files.isDirectory(queues)) {
        found.addAll(within(queues));
      } else {
        if (!Files.exists(directory.resolve(STATE))) {
          throw new IOException(
              "there is no spill log here: "
                  + directory
                  + "; name a queue's log or a gateway's data directory");
        }
        found.add(directory);
      }
    }
    return found;
  }

  private static List<Path> within(Path queues) throws IOException {
    List<Path> logs = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(queues, Files::isDirectory)) {
      entries.forEach(logs::add);
    }
    logs.sort(null);
    return logs;
  }
}
