package dev.spillway.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a data directory's layout, which stands in its file {@code version}. The logs in
 * it have versions of their own.
 *
 * <p>A directory without the file is of version 1. Stateless.
 */
public final class DataVersion {
  private static final int VERSION = 1;
  private static final String FILE_NAME = "version";
  private static final String NEW_FILE_NAME = "version.tmp";
  private static final int LONGEST_BYTES = 1024;
  private static final Pattern FORM =
      Pattern.compile("spillway-data (\\d{1,9})\\s.*", Pattern.DOTALL);

  private DataVersion() {}

  /**
   * Does nothing to a directory that this program may use.
   *
   * @throws GatewayException if a newer version wrote it, or what wrote it is not to be told
   */
  public static void check(Path directory) throws GatewayException {
    Path file = directory.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return;
    }
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new GatewayException(
          "version of the data directory cannot be read: " + file + ": " + e + "; check its rights",
          e);
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new GatewayException(
          "version of the data directory is not understood: "
              + file
              + "; delete that file if this version of spillway wrote the directory, or use another"
              + " directory");
    }
    int version = Integer.parseInt(matcher.group(1));
    if (version > VERSION) {
      throw new GatewayException(
          "data directory was written by a newer version: "
              + directory
              + " has layout "
              + version
              + " and this program knows up to "
              + VERSION
              + "; nothing was changed; use the newer program or another directory");
    }
  }

  /** Marks a directory that has no mark yet. */
  static void write(Path directory) throws IOException {
    Path file = directory.resolve(FILE_NAME);
    if (Files.exists(file)) {
      return;
    }
    Path fresh = directory.resolve(NEW_FILE_NAME);
    try {
      Files.writeString(fresh, "spillway-data " + VERSION + "\n");
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
