package dev.spillway.server.cli.send;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * A file of events, a line each; {@code -} is standard input. Names that end in {@code .gz} are
 * decompressed.
 */
final class EventFile {
  private static final int PEEKED_BYTES = 4096;

  private final String name;
  private final boolean isStandardInput;
  private final Path path;

  EventFile(String name) {
    this.name = name;
    isStandardInput = name.equals("-");
    path = Path.of(isStandardInput ? "." : name);
  }

  String name() {
    return isStandardInput ? "standard input" : name;
  }

  /** Whether it can be read more than once. */
  boolean isRepeatable() {
    return !isStandardInput && Files.isRegularFile(path);
  }

  /** Its size on disk, or 0 when that cannot be known. */
  long sizeBytes() throws IOException {
    return isStandardInput || !Files.isRegularFile(path) ? 0 : Files.size(path);
  }

  /** What is wrong with it before it is opened, or an empty text. */
  String problem() {
    if (isStandardInput) {
      return "";
    }
    if (!Files.exists(path)) {
      return "there is no such file: " + name;
    }
    if (Files.isDirectory(path)) {
      return "this is a directory, not a file: " + name;
    }
    return Files.isReadable(path) ? "" : "this file may not be read: " + name;
  }

  /** Opens it; {@code readBytes} grows with what was taken from the disk. */
  InputStream open(AtomicLong readBytes) throws IOException {
    InputStream raw = isStandardInput ? System.in : Files.newInputStream(path);
    InputStream counted = new Counting(raw, readBytes);
    if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return new BufferedInputStream(new GZIPInputStream(counted, 1 << 16), 1 << 16);
    }
    return new BufferedInputStream(counted, 1 << 16);
  }

  /** Whether the stream begins like JSON; it is left where it was. */
  static boolean looksLikeJson(InputStream stream) throws IOException {
    int first = firstByte(stream);
    return first == '{' || first == '[';
  }

  /** Whether the stream begins like a JSON array, which is not one event a line. */
  static boolean looksLikeArray(InputStream stream) throws IOException {
    return firstByte(stream) == '[';
  }

  private static int firstByte(InputStream stream) throws IOException {
    stream.mark(PEEKED_BYTES);
    int first = stream.read();
    for (int i = 1; i < PEEKED_BYTES && (first == ' ' || first == '\n' || first == '\r'); i++) {
      first = stream.read();
    }
    stream.reset();
    return first;
  }

  /** Counts what passes. */
  private static final class Counting extends FilterInputStream {
    private final AtomicLong bytes;

    Counting(InputStream in, AtomicLong bytes) {
      super(in);
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      if (one >= 0) {
        bytes.incrementAndGet();
      }
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (count > 0) {
        bytes.addAndGet(count);
      }
      return count;
    }
  }
}
