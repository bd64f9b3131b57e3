package dev.spillway.server.ingest;

import dev.spillway.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids in the alphabet of Crockford's base 32, as long as a ULID.
 *
 * <pre>
 *   10 characters: epoch milliseconds │ 8: counter of this source │ 8: who this source is
 * </pre>
 *
 * <p>The time never goes back within a source, so that ids sort in their order even when the clock
 * is set back.
 */
final class SortableIds implements IdSource {
  private static final byte[] ALPHABET =
      "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_CHARACTERS = 10;
  private static final int COUNTER_CHARACTERS = 8;
  private static final int LENGTH = 26;

  private final TimeSource time;
  private final AtomicLong counter = new AtomicLong();
  private final AtomicLong latestMillis = new AtomicLong();
  private final long source;

  SortableIds(TimeSource time, long seed) {
    this.time = time;
    this.source = seed;
  }

  @Override
  public String next() {
    long now = time.epochMillis();
    long millis = latestMillis.get();
    if (now > millis) {
      millis = latestMillis.accumulateAndGet(now, Math::max);
    }
    byte[] id = new byte[LENGTH];
    put(id, 0, TIME_CHARACTERS, millis);
    put(id, TIME_CHARACTERS, TIME_CHARACTERS + COUNTER_CHARACTERS, counter.getAndIncrement());
    put(id, TIME_CHARACTERS + COUNTER_CHARACTERS, LENGTH, source);
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  private static void put(byte[] id, int from, int to, long value) {
    long rest = value;
    for (int index = to - 1; index >= from; index--) {
      id[index] = ALPHABET[(int) (rest & 31)];
      rest >>>= 5;
    }
  }
}
