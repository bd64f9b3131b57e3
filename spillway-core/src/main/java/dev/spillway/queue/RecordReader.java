package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.queue.StoredEvent.History;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads one record of {@link StoredEvent}'s layout, trusting none of its lengths. */
final class RecordReader {
  private static final Priority[] PRIORITIES = Priority.values();

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;

  RecordReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.start = offset;
    this.position = offset;
    this.end = offset + length;
  }

  StoredEvent read() {
    int flags = readByte();
    int level = readByte();
    if (level >= PRIORITIES.length) {
      throw malformed("priority must be below " + PRIORITIES.length + ": priority=" + level);
    }
    long acceptedMillis = readVarLong();
    long deadlineMillis = has(flags, StoredEvent.HAS_DEADLINE) ? readVarLong() : Event.NO_DEADLINE;
    History history = has(flags, StoredEvent.HAS_HISTORY) ? readHistory() : null;
    String id = readText();
    String type = readOptional(flags, StoredEvent.HAS_TYPE);
    String tenant = readOptional(flags, StoredEvent.HAS_TENANT);
    String key = readOptional(flags, StoredEvent.HAS_KEY);
    String traceparent = readOptional(flags, StoredEvent.HAS_TRACEPARENT);
    Event event =
        Event.builder(id, bytes, position, end - position)
            .priority(PRIORITIES[level])
            .type(type)
            .tenant(tenant)
            .key(key)
            .traceparent(traceparent)
            .deadlineMillis(deadlineMillis)
            .content(has(flags, StoredEvent.IS_JSON) ? Content.JSON : Content.BYTES)
            .build();
    return new StoredEvent(event, has(flags, StoredEvent.DURABLE), acceptedMillis, history);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private History readHistory() {
    int tries = (int) readVarLong();
    int deliveries = (int) readVarLong();
    long notBeforeMillis = readVarLong();
    return new History(tries, deliveries, notBeforeMillis, readText());
  }

  private @Nullable String readOptional(int flags, int flag) {
    return has(flags, flag) ? readText() : null;
  }

  private String readText() {
    long length = readVarLong();
    if (length < 0 || length > end - position) {
      throw malformed("text must end within the record: length=" + length);
    }
    String text = new String(bytes, position, (int) length, StandardCharsets.UTF_8);
    position += (int) length;
    return text;
  }

  private int readByte() {
    if (position >= end) {
      throw malformed("record must not end early");
    }
    return bytes[position++] & 0xFF;
  }

  private long readVarLong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw malformed("number must have at most ten bytes");
  }

  private IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException(
        what + " at byte " + (position - start) + " of " + (end - start));
  }
}
