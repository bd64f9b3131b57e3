package dev.spillway.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files of a real file system, through channels and without memory mapping. */
final class DiskFiles implements SpillFiles {
  private final Path directory;
  private volatile @Nullable DirectoryLock lock;

  DiskFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public void createDirectory() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (knowsOwners(parent == null ? directory.toAbsolutePath() : parent)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(directory);
    }
  }

  private static boolean knowsOwners(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return store.supportsFileAttributeView(PosixFileAttributeView.class);
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return names;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (SegmentName.parse(name) == null || Files.isRegularFile(entry)) { // or it is no segment
          names.add(name);
        }
      }
    }
    return names;
  }

  @Override
  public long sizeBytes(String name) throws IOException {
    return Files.size(directory.resolve(name));
  }

  @Override
  public SpillFile create(String name) throws IOException {
    return new ChannelFile(
        FileChannel.open(
            directory.resolve(name),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  @Override
  public SpillFile open(String name) throws IOException {
    Path path = regular(name);
    return new NamedFile(
        path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public SpillFile openForReading(String name) throws IOException {
    return new ChannelFile(FileChannel.open(regular(name), StandardOpenOption.READ));
  }

  /** Whoever opens a pipe waits for its other end. */
  private Path regular(String name) throws IOException {
    Path path = directory.resolve(name);
    if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
      throw new IOException("this is not a regular file: " + path);
    }
    return path;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public DiskSpace space() throws IOException {
    FileStore store = Files.getFileStore(directory);
    return new DiskSpace(store.getUsableSpace(), store.getTotalSpace(), store.isReadOnly());
  }

  /** Windows can't open a directory and keeps its entries in order by itself. */
  @Override
  public void force() throws IOException {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Closeable lock() throws IOException {
    DirectoryLock taken = DirectoryLock.take(directory);
    lock = taken;
    return taken;
  }

  @Override
  public void checkLock() throws IOException {
    DirectoryLock taken = lock;
    if (taken != null) {
      taken.check();
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  /**
   * A file that must still be found under its name when it is forced: a force of a file that was
   * deleted succeeds, and keeps nothing.
   */
  private static final class NamedFile extends ChannelFile {
    private final Path path;
    private final @Nullable Object key;

    NamedFile(Path path, FileChannel channel) throws IOException {
      super(channel);
      this.path = path;
      this.key = keyOf(path);
    }

    @Override
    public void force() throws IOException {
      super.force();
      if (!Objects.equals(key, keyOf(path))) {
        throw new IOException("another file took the place of " + path);
      }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
  }

  private static class ChannelFile implements SpillFile {
    private static final int ZEROS_BYTES = 256 * 1024;

    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      int total = 0;
      while (target.hasRemaining()) {
        int read = channel.read(target, position + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
      return total;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    }

    @Override
    public void zeroFill(long fromPosition, long toPosition) throws IOException {
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
      for (long at = fromPosition; at < toPosition; at += zeros.limit()) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, toPosition - at));
        write(zeros, at);
      }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      channel.truncate(sizeBytes);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public long sizeBytes() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
