package dev.spillway.server.cli.send;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * A file of events, a line each; {@code -} is standard input. Names that end in {@code .gz} are
 * decompressed.
 */
final class EventFile {
  private static final int PEEKED_BYTES = 4096;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

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
    InputStream content = new Counting(raw, readBytes);
    if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      content = new GZIPInputStream(content, 1 << 16);
    }
    InputStream stream = new BufferedInputStream(content, 1 << 16);
    if (startsWith(peek(stream), BYTE_ORDER_MARK)) {
      stream.skipNBytes(BYTE_ORDER_MARK.length);
    }
    return stream;
  }

  /** Why the stream is no text, or an empty text; it is left where it was. */
  String otherThanText(InputStream stream) throws IOException {
    byte[] first = peek(stream);
    if (startsWith(first, GZIP)) {
      return name() + " is compressed; the name of a gzip file must end in .gz";
    }
    if (startsWith(first, ZSTD)) {
      return name() + " is compressed with zstd; zstd -dc FILE | spillway send - sends its lines";
    }
    for (byte one : first) {
      if (one == 0) {
        return name() + " is not text; --format text sends its lines nevertheless";
      }
    }
    return "";
  }

  /** What is there without waiting for more than one byte. */
  private static byte[] peek(InputStream stream) throws IOException {
    byte[] first = new byte[PEEKED_BYTES];
    stream.mark(PEEKED_BYTES);
    int length = stream.read(first);
    stream.reset();
    return Arrays.copyOf(first, Math.max(0, length));
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
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
