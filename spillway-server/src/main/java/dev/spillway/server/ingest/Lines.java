package dev.spillway.server.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The lines of a body, one after another, without their ends. Not thread-safe.
 *
 * <p>Looks at eight bytes at a time: a byte of {@code word} is zero exactly where {@code (word -
 * 0x01…) & ~word & 0x80…} has its lowest set bit (Warren, Hacker's Delight, 6-1).
 */
final class Lines implements Place {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long NEWLINES = '\n' * ONES;

  private final byte[] body;
  private final int end;
  private final int maxRecordBytes;
  private int next;
  private int number;
  private int offset;
  private int length;
  private boolean ascii;

  Lines(byte[] body, int length, int maxRecordBytes) {
    this.body = body;
    this.end = length;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** How many lines a body has, blank ones included. */
  static int count(byte[] body, int length) {
    Lines lines = new Lines(body, length, Integer.MAX_VALUE);
    int count = 0;
    while (lines.next < length) {
      lines.next = lines.lineEnd(lines.next) + 1;
      count++;
    }
    return count;
  }

  /** Moves to the next line. Returns false when there is none. */
  boolean advance() throws RecordException {
    if (next >= end) {
      return false;
    }
    number++;
    offset = next;
    int lineEnd = lineEnd(offset);
    next = lineEnd + 1;
    boolean carriageReturn = lineEnd > offset && body[lineEnd - 1] == '\r';
    length = lineEnd - offset - (carriageReturn ? 1 : 0);
    if (length > maxRecordBytes) {
      throw RecordException.tooLarge(this, maxRecordBytes);
    }
    return true;
  }

  /** Where the newline after {@code from} stands, or where the body ends. */
  private int lineEnd(int from) {
    int index = from;
    long seen = 0;
    while (index <= end - Long.BYTES) {
      long word = (long) WORDS.get(body, index);
      long different = word ^ NEWLINES;
      long found = (different - ONES) & ~different & HIGH_BITS;
      if (found != 0) {
        break;
      }
      seen |= word;
      index += Long.BYTES;
    }
    while (index < end && body[index] != '\n') {
      seen |= body[index++];
    }
    ascii = (seen & HIGH_BITS) == 0;
    return index;
  }

  @Override
  public int line() {
    return number;
  }

  @Override
  public int column() {
    return 0;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** Whether the line has nothing but ASCII. */
  boolean isAscii() {
    return ascii;
  }

  /** Whether the line has nothing but spaces and tabs. */
  boolean isBlank() {
    for (int index = offset; index < offset + length; index++) {
      if (body[index] != ' ' && body[index] != '\t') {
        return false;
      }
    }
    return true;
  }
}
