package dev.spillway.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to a directory: a lock on the file {@code lock}, which also holds the
 * process id of its owner.
 *
 * <p>On POSIX, closing any channel of a locked file gives the lock of the whole process away. So a
 * second attempt in one JVM is refused from {@link #HELD} before it opens the file.
 */
final class DirectoryLock implements Closeable {
  static final String FILE_NAME = "lock";

  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  private static final int LONGEST_PID = 20;

  private final Path key;
  private final Path file;
  private final @Nullable Object fileKey;
  private final FileChannel channel;

  private DirectoryLock(Path key, Path file, FileChannel channel) throws IOException {
    this.key = key;
    this.file = file;
    this.fileKey = keyOf(file);
    this.channel = channel;
  }

  static DirectoryLock take(Path directory) throws IOException {
    DirectoryLock lock =
        open(
            directory,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    boolean written = false;
    try {
      writePid(lock.channel);
      written = true;
      return lock;
    } finally {
      if (!written) {
        lock.close();
      }
    }
  }

  /** Takes a lock file that is there, and leaves what it says. */
  static DirectoryLock hold(Path directory) throws IOException {
    return open(directory, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private static DirectoryLock open(Path directory, Set<StandardOpenOption> options)
      throws IOException {
    Path key = directory.toRealPath();
    if (!HELD.add(key)) {
      throw taken(String.valueOf(ProcessHandle.current().pid()), directory);
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      Path file = directory.resolve(FILE_NAME);
      channel = FileChannel.open(file, options);
      if (tryLock(channel) == null) {
        throw taken(readPid(channel), directory);
      }
      DirectoryLock lock = new DirectoryLock(key, file, channel);
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        HELD.remove(key);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /**
   * Finds out whether others still find the locked file under its name.
   *
   * @throws IOException if it was moved, removed or replaced, so that they may use the directory
   *     too
   */
  void check() throws IOException {
    Object now;
    try {
      now = keyOf(file);
    } catch (NoSuchFileException e) {
      now = "(gone)";
    }
    if (!Objects.equals(fileKey, now)) {
      throw new IOException(
          file
              + " is not the file that this process has locked, so another process may write here"
              + " too; put the directory back as it was, or stop both and start one");
    }
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held through another class loader of this JVM
    }
  }

  /** In place and of one length, so that a full disk takes it. */
  private static void writePid(FileChannel channel) throws IOException {
    String pid = String.valueOf(ProcessHandle.current().pid());
    String padded = pid + " ".repeat(LONGEST_PID - pid.length());
    channel.write(ByteBuffer.wrap(padded.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String readPid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_PID);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() || !pid.chars().allMatch(Character::isDigit) ? "(unknown)" : pid;
  }

  private static SpillException taken(String pid, Path directory) {
    return new SpillException(
        "spill directory is locked by process "
            + pid
            + ": "
            + directory
            + "; stop it or use another directory");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(key);
    }
  }
}
