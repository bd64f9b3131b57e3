package dev.spillway.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A fuzzer's input, read as choices; zeros when it is at its end. */
final class FuzzBytes {
  private static final long[] BOUNDS = {
    0,
    1,
    -1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE,
    1L << 62,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    16 << 20,
    (16 << 20) + 1,
    4096,
  };

  private final ByteBuffer rest;

  FuzzBytes(byte[] data) {
    rest = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean isEmpty() {
    return !rest.hasRemaining();
  }

  int oneByte() {
    return rest.hasRemaining() ? rest.get() & 0xff : 0;
  }

  int below(int bound) {
    return (oneByte() | oneByte() << 8) % bound;
  }

  /** One at a bound, one near {@code before}, or any. */
  long number(long before) {
    int kind = oneByte();
    if (kind < BOUNDS.length) {
      return BOUNDS[kind];
    }
    return kind < 128 ? before + (byte) oneByte() : number();
  }

  private long number() {
    long number = 0;
    for (int index = 0; index < Long.BYTES; index++) {
      number |= (long) oneByte() << (8 * index);
    }
    return number;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    rest.get(bytes, 0, Math.min(length, rest.remaining()));
    return bytes;
  }
}
