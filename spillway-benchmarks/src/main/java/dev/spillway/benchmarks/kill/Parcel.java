package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import dev.spillway.queue.Event;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An event of the rounds. Everything about it follows from its three numbers, so that both
 * processes know what it must hold. Immutable.
 *
 * @param life in which it was offered, from 1
 * @param producer who offered it
 * @param number its place among all of that producer in that life, from 0
 */
record Parcel(int life, int producer, int number) {
  /** No record of one takes less in a log: its length, flags, priority, time and id. */
  static final int LEAST_RECORD_BYTES = 34;

  private static final int LEAST_BYTES = 16;
  private static final int USUAL_BYTES = 300;
  private static final int LARGE_BYTES = 3_900;
  private static final int LARGE_ONE_IN = 64;
  private static final int RETURNED_ONE_IN = 2_048;
  private static final int LETTERS = 16;
  private static final Pattern ID = Pattern.compile("([1-9]\\d{0,8})-(\\d)-(0|[1-9]\\d{0,8})");

  /** That with {@code id}; null if it is no parcel's. */
  static @Nullable Parcel of(String id) {
    Matcher parts = ID.matcher(id);
    return parts.matches()
        ? new Parcel(number(parts, 1), number(parts, 2), number(parts, 3))
        : null;
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  String id() {
    return life + "-" + producer + "-" + number;
  }

  Priority priority() {
    return Priority.values()[random().nextInt(Priority.values().length)];
  }

  /** Whether the sink refuses it for as long as the life goes on in which it was offered. */
  boolean isReturned() {
    return number % RETURNED_ONE_IN == RETURNED_ONE_IN - 1;
  }

  /** Compresses to about half. */
  byte[] payload() {
    SplittableRandom random = random().split();
    boolean large = random.nextInt(LARGE_ONE_IN) == 0;
    byte[] payload = new byte[random.nextInt(LEAST_BYTES, large ? LARGE_BYTES : USUAL_BYTES)];
    long bits = 0;
    for (int index = 0; index < payload.length; index++) {
      bits = index % LETTERS == 0 ? random.nextLong() : bits >>> 4;
      payload[index] = (byte) ('a' + (bits & (LETTERS - 1)));
    }
    return payload;
  }

  private SplittableRandom random() {
    return new SplittableRandom(((long) life << Integer.SIZE | number) * 31 + producer);
  }

  Event event() {
    return Event.builder(id(), payload()).priority(priority()).build();
  }

  int checksum() {
    return checksum(ByteBuffer.wrap(payload()));
  }

  static int checksum(ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
