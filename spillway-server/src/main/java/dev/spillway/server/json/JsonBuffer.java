package dev.spillway.server.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A growing array of bytes that knows how to write JSON strings. Not thread-safe.
 *
 * <p>It does not check that what is written adds up to JSON.
 */
public final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  /** An empty buffer that grows from {@code initialBytes}. */
  public JsonBuffer(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  /** Forgets what was written and keeps the memory, unless that is over {@code keepBytes}. */
  public void clear(int keepBytes) {
    size = 0;
    if (bytes.length > keepBytes) {
      bytes = new byte[keepBytes];
    }
  }

  public int size() {
    return size;
  }

  /** The array behind the buffer, for reading; only the first {@link #size} bytes count. */
  public byte[] array() {
    return bytes;
  }

  /** What was written, as a view. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /** Appends bytes as they are. */
  public JsonBuffer raw(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  /** Appends JSON as it is but on one line: ends of lines stand between tokens only. */
  public JsonBuffer line(byte[] json, int offset, int length) {
    int from = size;
    raw(json, offset, length);
    for (int index = from; index < size; index++) {
      if (bytes[index] == '\n' || bytes[index] == '\r') {
        bytes[index] = ' ';
      }
    }
    return this;
  }

  /** Appends characters of ASCII as they are. */
  public JsonBuffer raw(String ascii) {
    ensure(ascii.length());
    for (int index = 0; index < ascii.length(); index++) {
      bytes[size++] = (byte) ascii.charAt(index);
    }
    return this;
  }

  public JsonBuffer number(long value) {
    return raw(Long.toString(value));
  }

  /** Appends a JSON string. An unpaired surrogate becomes a question mark. */
  public JsonBuffer string(String text) {
    for (int index = 0; index < text.length(); index++) {
      if (text.charAt(index) >= 0x80) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return string(utf8, 0, utf8.length);
      }
    }
    ensure(text.length() + 2);
    put('"');
    for (int index = 0; index < text.length(); index++) {
      character((byte) text.charAt(index), text.length() - index);
    }
    return put('"');
  }

  /** Appends valid UTF-8 as a JSON string. */
  public JsonBuffer string(byte[] utf8, int offset, int length) {
    ensure(length + 2);
    put('"');
    int end = offset + length;
    for (int index = offset; index < end; index++) {
      character(utf8[index], end - index);
    }
    return put('"');
  }

  /** Appends bytes as a JSON string of base64, padded. */
  public JsonBuffer base64(byte[] source, int offset, int length) {
    ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(source, offset, length));
    ensure(encoded.remaining() + 2);
    put('"');
    raw(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
    return put('"');
  }

  /**
   * Appends a member that carries a payload: {@code data} with the JSON that it is or the text that
   * it is, or else {@code data_base64}.
   */
  public JsonBuffer payload(byte[] source, int offset, int length, boolean json) {
    if (json) {
      return raw("\"data\":").line(source, offset, length);
    }
    return Utf8.isValid(source, offset, length)
        ? raw("\"data\":").string(source, offset, length)
        : raw("\"data_base64\":").base64(source, offset, length);
  }

  /** Appends one byte of a string, with {@code left} bytes of it to come, itself included. */
  private void character(byte value, int left) {
    if (value == '"' || value == '\\' || (value >= 0 && value < 0x20)) {
      ensure(left + 6);
      escape(value);
    } else {
      bytes[size++] = value;
    }
  }

  private void escape(byte value) {
    put('\\');
    switch (value) {
      case '"', '\\' -> bytes[size++] = value;
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        put('u').put('0').put('0');
        bytes[size++] = HEX[value >> 4];
        bytes[size++] = HEX[value & 0xF];
      }
    }
  }

  private JsonBuffer put(char ascii) {
    if (size == bytes.length) {
      ensure(1);
    }
    bytes[size++] = (byte) ascii;
    return this;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 2L)));
    }
  }
}
