package dev.spillway.server.json;

/**
 * Checks UTF-8 as strictly as RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF.
 */
public final class Utf8 {
  private Utf8() {}

  /** Where the first byte that is not part of valid UTF-8 stands, or -1 when all are. */
  public static int firstInvalid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int index = offset;
    while (index < end) {
      if (bytes[index] >= 0) {
        index++;
        continue;
      }
      int size = sequenceBytes(bytes, index, end);
      if (size == 0) {
        return index;
      }
      index += size;
    }
    return -1;
  }

  /** Whether all bytes are valid UTF-8. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    return firstInvalid(bytes, offset, length) < 0;
  }

  /** How many characters begin in a part of valid UTF-8. */
  public static int characters(byte[] bytes, int offset, int length) {
    int count = 0;
    for (int index = offset; index < offset + length; index++) {
      if (!isContinuation(bytes[index])) {
        count++;
      }
    }
    return count;
  }

  /** The bytes of the sequence that starts at {@code index} with a high bit; 0 if it is invalid. */
  private static int sequenceBytes(byte[] bytes, int index, int end) {
    int first = bytes[index] & 0xFF;
    int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || end - index < size) {
      return 0;
    }
    int second = bytes[index + 1] & 0xFF;
    if (second < lowestSecond(first) || second > highestSecond(first)) {
      return 0;
    }
    for (int next = index + 2; next < index + size; next++) {
      if (!isContinuation(bytes[next])) {
        return 0;
      }
    }
    return size;
  }

  private static int lowestSecond(int first) {
    return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  }

  private static int highestSecond(int first) {
    return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
