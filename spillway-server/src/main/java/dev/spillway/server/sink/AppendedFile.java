package dev.spillway.server.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows by whole lines, each forced before the next begins. Not thread-safe.
 *
 * <p>A line that was torn by a crash or a full disk is ended before anything follows it. When the
 * file is moved away or deleted, as rotation does, a new one takes its place.
 */
final class AppendedFile implements AutoCloseable {
  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Object fileKey;

  AppendedFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  /**
   * Appends {@code lines} and forces them. After a failure the file is opened again by the next
   * call, and some of the lines may stand in it.
   */
  void append(ByteBuffer lines) throws IOException {
    try {
      FileChannel open = current();
      while (lines.hasRemaining()) {
        open.write(lines);
      }
      open.force(false);
    } catch (IOException | RuntimeException | Error e) {
      letGo(e);
      throw e;
    }
  }

  private FileChannel current() throws IOException {
    FileChannel open = channel;
    if (open != null && Objects.equals(fileKey, keyOf(path))) {
      return open;
    }
    close();
    open = open();
    channel = open;
    fileKey = keyOf(path);
    return open;
  }

  private FileChannel open() throws IOException {
    List<Path> made = makeDirectories();
    boolean fresh = !Files.exists(path);
    FileChannel opened =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try {
      if (fresh) {
        forceDirectory(Objects.requireNonNull(path.getParent()));
        for (Path directory : made) {
          forceDirectory(Objects.requireNonNull(directory.getParent()));
        }
      } else if (endsWithinALine()) {
        opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** Makes the directories that are missing and returns them. */
  private List<Path> makeDirectories() throws IOException {
    List<Path> missing = new ArrayList<>();
    Path directory = path.getParent();
    while (directory != null && !Files.exists(directory)) {
      missing.add(directory);
      directory = directory.getParent();
    }
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    return missing;
  }

  /** A new file survives a power cut only when its directory was forced too. */
  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private boolean endsWithinALine() throws IOException {
    try (FileChannel read = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      long size = read.size();
      return size > 0 && read.read(last, size - 1) == 1 && last.get(0) != '\n';
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void letGo(Throwable cause) {
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    fileKey = null;
    if (open != null) {
      open.close();
    }
  }
}
