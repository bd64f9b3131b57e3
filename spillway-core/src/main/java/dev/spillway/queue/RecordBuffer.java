package dev.spillway.queue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Records one after another in one array. Not thread-safe.
 *
 * <pre>
 *   ┌────────────┬─────────────┬────────────┬───
 *   │ u32 length │ length bytes│ u32 length │ …      little-endian
 *   └────────────┴─────────────┴────────────┴───
 * </pre>
 */
public final class RecordBuffer {
  /** The bytes before each record that tell its length. */
  public static final int LENGTH_BYTES = 4;

  /** The deadline of a record that has none. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  private static final int FIRST_RECORDS = 16;

  private byte[] bytes;
  private int position;
  private int[] ends = new int[FIRST_RECORDS];
  private long[] deadlines = new long[FIRST_RECORDS];
  private int count;
  private int open = -1;

  /** An empty buffer that grows from {@code initialBytes}. */
  public RecordBuffer(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  /**
   * A view of records that were laid out by another buffer.
   *
   * @param bytes holds them from 0 to {@code length}; not copied
   * @param length where the last record ends
   * @throws IllegalArgumentException if the lengths do not add up to {@code length}
   */
  public static RecordBuffer wrap(byte[] bytes, int length) {
    Objects.checkFromToIndex(0, length, bytes.length);
    RecordBuffer buffer = new RecordBuffer(0);
    buffer.bytes = bytes;
    ByteBuffer view = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.position < length) {
      int left = length - buffer.position - LENGTH_BYTES;
      int record = left < 0 ? -1 : view.getInt(buffer.position);
      if (record < 0 || record > left) {
        throw new IllegalArgumentException(
            "record length must be within its block: offset="
                + buffer.position
                + " length="
                + record
                + " left="
                + left);
      }
      buffer.finish(buffer.position + LENGTH_BYTES + record, NO_DEADLINE);
    }
    return buffer;
  }

  /** Forgets all records and keeps the memory. */
  public void clear() {
    position = 0;
    count = 0;
    open = -1;
  }

  /** Starts a record, to be filled with the {@code put} methods and ended with {@link #end}. */
  public void begin() {
    if (open >= 0) {
      throw new IllegalStateException("record begun before the last one ended: count=" + count);
    }
    open = position;
    ensure(LENGTH_BYTES);
    position += LENGTH_BYTES;
  }

  /** Ends the record. {@code deadlineMillis} is its deadline or {@link #NO_DEADLINE}. */
  public void end(long deadlineMillis) {
    int length = position - open - LENGTH_BYTES;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(open, length);
    open = -1;
    finish(position, deadlineMillis);
  }

  private void finish(int end, long deadlineMillis) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      deadlines = Arrays.copyOf(deadlines, count * 2);
    }
    ends[count] = end;
    deadlines[count++] = deadlineMillis;
    position = end;
  }

  void putByte(int value) {
    ensure(1);
    bytes[position++] = (byte) value;
  }

  /** Seven bits a byte, lowest first, the high bit set on all but the last. */
  void putVarLong(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
  }

  void putBytes(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, position, length);
    position += length;
  }

  /** The length in bytes, then UTF-8. */
  void putText(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    putVarLong(encoded.length);
    putBytes(encoded, 0, encoded.length);
  }

  /** Appends one record as it is. */
  public void put(byte[] source, int offset, int length, long deadlineMillis) {
    begin();
    putBytes(source, offset, length);
    end(deadlineMillis);
  }

  private void ensure(int more) {
    int needed = Math.addExact(position, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(256, bytes.length * 2)));
    }
  }

  /** How many records it holds. */
  public int count() {
    return count;
  }

  /** The bytes of all records with their lengths. */
  public int sizeBytes() {
    return count == 0 ? 0 : ends[count - 1];
  }

  /** The array behind the buffer, for reading; only the first {@link #sizeBytes} bytes count. */
  public byte[] array() {
    return bytes;
  }

  /** Where record {@code index} begins, without its length. */
  public int offset(int index) {
    Objects.checkIndex(index, count);
    return (index == 0 ? 0 : ends[index - 1]) + LENGTH_BYTES;
  }

  /** How many bytes record {@code index} has, without its length. */
  public int length(int index) {
    return end(index) - offset(index);
  }

  /** Where record {@code index} ends. */
  public int end(int index) {
    Objects.checkIndex(index, count);
    return ends[index];
  }

  /** The deadline of record {@code index} in epoch milliseconds, or {@link #NO_DEADLINE}. */
  public long deadlineMillis(int index) {
    Objects.checkIndex(index, count);
    return deadlines[index];
  }
}
