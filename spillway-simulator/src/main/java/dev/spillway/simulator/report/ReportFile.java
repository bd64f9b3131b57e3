package dev.spillway.simulator.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is written whole or not at all. Not thread-safe. */
public final class ReportFile {
  private final Path path;

  private ReportFile(Path path) {
    this.path = path;
  }

  /**
   * A file that can be written, as far as can be told before it is.
   *
   * @throws IOException if it cannot, with the reason and what to do
   */
  public static ReportFile at(Path asked) throws IOException {
    Path path = Files.exists(asked) ? asked.toRealPath() : asked.toAbsolutePath();
    if (Files.isDirectory(path)) {
      throw new IOException("report must be a file, and this is a directory: " + asked);
    }
    Path directory = path.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(
          "report needs an existing directory: " + asked + "; make " + directory + " first");
    }
    ReportFile file = new ReportFile(path);
    if (file.isReplaced()) {
      file.tryOut(asked);
    } else if (!Files.isWritable(path)) {
      throw new IOException("report may not be written: " + asked + "; check its permissions");
    }
    return file;
  }

  /** Devices and pipes are written to; they must not be replaced by a file. */
  private boolean isReplaced() {
    return !Files.exists(path) || Files.isRegularFile(path);
  }

  private void tryOut(Path asked) throws IOException {
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new IOException("report may not be written: " + asked + "; check its permissions");
    }
    Path temporary = temporary();
    try {
      Files.writeString(temporary, "", StandardOpenOption.CREATE_NEW);
      Files.delete(temporary);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Path temporary() {
    return path.resolveSibling(
        "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
  }

  private IOException unwritable(IOException cause) {
    String reason =
        cause instanceof AccessDeniedException
            ? "its directory may not be written"
            : cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(cause.getMessage());
    return new IOException("report cannot be written: " + path + ": " + reason, cause);
  }

  /**
   * Writes all of {@code text}, in place of what was there.
   *
   * @throws IOException if it cannot be written; what was there is there still
   */
  public void write(String text) throws IOException {
    if (!isReplaced()) {
      Files.writeString(path, text);
      return;
    }
    Path temporary = temporary();
    try {
      Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
      Files.move(
          temporary, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw unwritable(e);
    }
  }
}
