package dev.spillway.server.cli.send;

import dev.spillway.server.cli.terminal.Show;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes, however long the whole is. Not thread-safe. */
final class LineReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 17;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int end;
  private long line;

  LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * The next line that is not empty, or null at the end. A carriage return before the line feed is
   * no part of it.
   *
   * @throws IOException if reading fails or a line is longer than allowed
   */
  @Nullable FileLine next() throws IOException {
    while (true) {
      byte[] bytes = read();
      if (bytes == null) {
        return null;
      }
      line++;
      if (!isBlank(bytes)) {
        return new FileLine(bytes, line);
      }
    }
  }

  private byte @Nullable [] read() throws IOException {
    ByteArrayOutputStream longer = null;
    while (true) {
      if (position == end && !fill()) {
        return longer == null ? null : longer.toByteArray();
      }
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      int length = position - start;
      boolean whole = position < end;
      if (whole) {
        position++;
      }
      if (whole && longer == null) {
        return trimmed(buffer, start, length);
      }
      longer = longer == null ? new ByteArrayOutputStream(length * 2) : longer;
      if (longer.size() + length > maxLineBytes) {
        throw new IOException("line " + (line + 1) + " is longer than " + Show.bytes(maxLineBytes));
      }
      longer.write(buffer, start, length);
      if (whole) {
        byte[] all = longer.toByteArray();
        return trimmed(all, 0, all.length);
      }
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private static byte[] trimmed(byte[] source, int start, int length) {
    int kept = length > 0 && source[start + length - 1] == '\r' ? length - 1 : length;
    return Arrays.copyOfRange(source, start, start + kept);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
