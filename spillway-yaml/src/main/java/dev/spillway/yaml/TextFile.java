package dev.spillway.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a small text file. Stateless. */
public final class TextFile {
  private static final long MAX_FILE_BYTES = 1 << 20;

  private TextFile() {}

  /**
   * The text of {@code file}; null, with a mistake added, when it is not to be had.
   *
   * @param kind what a message calls it, such as {@code configuration file}
   */
  public static @Nullable String read(Path file, String kind, Mistakes mistakes) {
    Origin origin = new Origin(Origin.Layer.FILE, file.toString(), 0);
    try {
      if (Files.isDirectory(file)) {
        mistakes.add(origin, "the " + kind + " is a directory");
        return null;
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        mistakes.add(origin, "the " + kind + " must be smaller than 1 MB");
        return null;
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      mistakes.add(origin, "there is no such " + kind);
    } catch (AccessDeniedException e) {
      mistakes.add(origin, "the " + kind + " may not be read; check its permissions");
    } catch (CharacterCodingException e) {
      mistakes.add(origin, "the " + kind + " must be UTF-8 text");
    } catch (IOException e) {
      mistakes.add(origin, "the " + kind + " cannot be read: " + e.getMessage());
    }
    return null;
  }
}
