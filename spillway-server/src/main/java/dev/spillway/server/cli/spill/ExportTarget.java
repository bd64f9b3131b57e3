package dev.spillway.server.cli.spill;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where an export goes: standard output, or a file that has its name only once it is whole and on
 * the disk. For one thread.
 */
final class ExportTarget implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final @Nullable Path file;
  private final @Nullable Path unfinished;
  private final @Nullable FileChannel channel;
  private final OutputStream stream;

  private ExportTarget(@Nullable Path file) throws IOException {
    this.file = file;
    if (file == null) {
      unfinished = null;
      channel = null;
      stream = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
    } else {
      Path parent = file.toAbsolutePath().getParent();
      unfinished = Files.createTempFile(parent, "." + file.getFileName() + "-", ".part");
      channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
      stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }
  }

  static ExportTarget standardOutput() throws IOException {
    return new ExportTarget(null);
  }

  static ExportTarget file(Path file) throws IOException {
    return new ExportTarget(file);
  }

  OutputStream stream() {
    return stream;
  }

  /** Everything was written: forces it and gives the file its name. */
  void finish() throws IOException {
    stream.flush();
    if (channel != null && file != null && unfinished != null) {
      channel.force(true);
      channel.close();
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Leaves nothing of a file that was not finished. */
  @Override
  public void close() throws IOException {
    if (channel != null && unfinished != null) {
      channel.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
