package dev.spillway.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file system of 64 MB. Where this user may not mount one, a directory of the ordinary one takes
 * its place, of which all but 64 MB is to be kept free: that fills at the mark and not at the last
 * byte.
 */
final class SmallDisk implements AutoCloseable {
  static final long BYTES = 64L << 20;

  private static final Logger LOGGER = LoggerFactory.getLogger(SmallDisk.class);

  private final Path directory;
  private final boolean mounted;
  private final long spareBytes;

  private SmallDisk(Path directory, boolean mounted, long spareBytes) {
    this.directory = directory;
    this.mounted = mounted;
    this.spareBytes = spareBytes;
  }

  static SmallDisk in(Path parent) throws IOException {
    Path directory = Files.createDirectory(parent.resolve("small"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", directory.toString());
    FileStore store = Files.getFileStore(directory);
    long spareBytes = mounted ? 0 : Math.max(0, store.getUsableSpace() - BYTES);
    if (!mounted) {
      LOGGER.warn("event=not-mounted consequence=\"a mark stands for the end of the disk\"");
    }
    return new SmallDisk(directory, mounted, spareBytes);
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor() == 0;
      LOGGER.info("event=ran command={} done={} said={}", List.of(command), done, said.strip());
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      LOGGER.info("event=no-such-program command={}", List.of(command), e);
      return false;
    }
  }

  Path directory() {
    return directory;
  }

  boolean isMounted() {
    return mounted;
  }

  /** What {@code disk.keep-free} must be for {@code bytes} of the 64 MB to stay free. */
  long keepFree(long bytes) {
    return spareBytes + bytes;
  }

  /** Makes it read-only if nobody has a file of it open for writing; returns whether it is. */
  boolean readOnly(boolean readOnly) throws IOException {
    String option = "remount," + (readOnly ? "ro" : "rw");
    return mounted && run("mount", "-o", option, directory.toString());
  }

  /** What another program writes until nothing is free. */
  Path fill() throws IOException {
    Path file = directory.resolve("other");
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] some = new byte[1 << 12];
      while (freeBytes() > 0) {
        out.write(some);
      }
    } catch (IOException e) {
      LOGGER.info("event=filled free={}", freeBytes(), e);
    }
    return file;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace() - spareBytes;
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      run("umount", directory.toString());
    }
  }
}
