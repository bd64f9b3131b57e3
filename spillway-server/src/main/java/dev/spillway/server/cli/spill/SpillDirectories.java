package dev.spillway.server.cli.spill;

import dev.spillway.server.DataVersion;
import dev.spillway.server.GatewayException;
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
   * @throws GatewayException if a newer version wrote one
   */
  static List<Path> find(List<Path> named) throws IOException, GatewayException {
    List<Path> found = new ArrayList<>();
    for (Path directory : named) {
      if (!Files.exists(directory)) {
        throw new IOException("there is no such directory: " + directory);
      }
      if (!Files.isDirectory(directory)) {
        throw new IOException("this is a file, not a directory: " + directory);
      }
      Path queues = directory.resolve(QUEUES);
      DataVersion.check(directory);
      if (Files.isDirectory(queues)) {
        found.addAll(within(queues));
      } else {
        if (!Files.exists(directory.resolve(STATE)) && !hasSegments(directory)) {
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

  /** A log that has lost its state is one all the same. */
  private static boolean hasSegments(Path directory) throws IOException {
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(directory, "*.seg")) {
      return segments.iterator().hasNext();
    }
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
