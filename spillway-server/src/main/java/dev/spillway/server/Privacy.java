package dev.spillway.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps others from what the data directory holds, where the system knows others.
 *
 * <p>The directory itself was named by a person, may be {@code /tmp}, and may be read by others on
 * purpose: what is lax about it is only told. The one for the queues is ours alone, and tightened.
 */
final class Privacy {
  private static final Logger LOGGER = LoggerFactory.getLogger(Privacy.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private Privacy() {}

  static void keep(Path directory, Path queues) {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(directory);
      if (!OWNER_ONLY.containsAll(granted)) {
        LOGGER.warn(
            "event=data-directory-open-to-others directory={} rights={} next={}",
            LogValue.of(directory),
            PosixFilePermissions.toString(granted),
            LogValue.of("chmod 700 it, unless others are meant to look into it"));
      }
      granted = Files.getPosixFilePermissions(queues);
      if (!OWNER_ONLY.containsAll(granted)) {
        Files.setPosixFilePermissions(queues, OWNER_ONLY);
        LOGGER.warn(
            "event=queues-directory-tightened directory={} rights={} now=rwx------",
            LogValue.of(queues),
            PosixFilePermissions.toString(granted));
      }
    } catch (IOException e) {
      LOGGER.warn(
          "event=rights-not-tightened directory={} reason={} next={}",
          LogValue.of(queues),
          LogValue.of(e.toString()),
          LogValue.of("make its owner the user that runs the gateway, or chmod 700 it"));
    }
  }
}
