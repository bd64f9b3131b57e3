package dev.spillway.queue;

import dev.spillway.Priority;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and is to be delivered: a payload and what decides about it. Immutable,
 * if the payload's array is left alone.
 *
 * <pre>{@code
 * Event event = Event.builder("order-4711", payload).priority(Priority.HIGH).key("4711").build();
 * }</pre>
 */
public final class Event {
  /** The deadline of an event that has none. */
  public static final long NO_DEADLINE = RecordBuffer.NO_DEADLINE;

  /** What one event takes beside its bytes and names: objects, array headers, its place. */
  private static final int OVERHEAD_BYTES = 136;

  private final String id;
  private final Priority priority;
  private final @Nullable String type;
  private final @Nullable String tenant;
  private final @Nullable String key;
  private final @Nullable String traceparent;
  private final long deadlineMillis;
  private final Content content;
  private final byte[] payload;
  private final int payloadOffset;
  private final int payloadLength;
  private final int weightBytes;

  private Event(Builder builder) {
    id = builder.id;
    priority = builder.priority;
    type = builder.type;
    tenant = builder.tenant;
    key = builder.key;
    traceparent = builder.traceparent;
    deadlineMillis = builder.deadlineMillis;
    content = builder.content;
    payload = builder.payload;
    payloadOffset = builder.payloadOffset;
    payloadLength = builder.payloadLength;
    weightBytes =
        OVERHEAD_BYTES
            + payloadLength
            + weightOf(id)
            + weightOf(type)
            + weightOf(tenant)
            + weightOf(key)
            + weightOf(traceparent);
  }

  /** Starts an event with all of {@code payload}, which is not copied. */
  public static Builder builder(String id, byte[] payload) {
    return new Builder(id, payload, 0, payload.length);
  }

  /**
   * Starts an event with a part of {@code payload}, which is not copied.
   *
   * @throws IndexOutOfBoundsException if the part is not within the array
   */
  public static Builder builder(String id, byte[] payload, int offset, int length) {
    return new Builder(id, payload, offset, length);
  }

  /** What tells this event from others; duplicates of a delivery carry the same one. */
  public String id() {
    return id;
  }

  public Priority priority() {
    return priority;
  }

  /** What kind of event this is, if it was told. */
  public @Nullable String type() {
    return type;
  }

  /** Whose event this is, if it was told. */
  public @Nullable String tenant() {
    return tenant;
  }

  /** Events of one key are delivered in order. */
  public @Nullable String key() {
    return key;
  }

  /** The W3C trace context it came with, if any. */
  public @Nullable String traceparent() {
    return traceparent;
  }

  /** When delivering it stops being of use, in epoch milliseconds, or {@link #NO_DEADLINE}. */
  public long deadlineMillis() {
    return deadlineMillis;
  }

  /** Whether its deadline is not after {@code epochMillis}. */
  public boolean isExpiredAt(long epochMillis) {
    return deadlineMillis <= epochMillis;
  }

  /** What is known about the payload. */
  public Content content() {
    return content;
  }

  /** A read-only view of the payload. */
  public ByteBuffer payload() {
    return ByteBuffer.wrap(payload, payloadOffset, payloadLength).slice().asReadOnlyBuffer();
  }

  /** The array that holds the payload, for reading. */
  public byte[] payloadArray() {
    return payload;
  }

  /** Where the payload begins in {@link #payloadArray}. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** How many bytes the payload has. */
  public int payloadLength() {
    return payloadLength;
  }

  /** The memory that this event is charged with, in bytes. */
  int weightBytes() {
    return weightBytes;
  }

  /**
   * The most bytes that a record of this event takes, without a refusal's reason: three of UTF-8
   * for a character, and numbers that are far shorter than what the weight adds.
   */
  long recordBytes() {
    long textLength = (long) weightBytes - OVERHEAD_BYTES - payloadLength;
    return weightBytes + 2 * textLength;
  }

  private static int weightOf(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  @Override
  public String toString() {
    return "Event[id=" + id + ", priority=" + priority + ", bytes=" + payloadLength + "]";
  }

  /** Collects an event's parts. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_TEXT_BYTES = 4096;

    private final String id;
    private final byte[] payload;
    private final int payloadOffset;
    private final int payloadLength;
    private Priority priority = Priority.NORMAL;
    private @Nullable String type;
    private @Nullable String tenant;
    private @Nullable String key;
    private @Nullable String traceparent;
    private long deadlineMillis = NO_DEADLINE;
    private Content content = Content.BYTES;

    private Builder(String id, byte[] payload, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, payload.length);
      this.id = checked("id", id);
      if (id.isEmpty()) {
        throw new IllegalArgumentException("id must not be empty");
      }
      this.payload = payload;
      this.payloadOffset = offset;
      this.payloadLength = length;
    }

    /** Default: {@link Priority#NORMAL}. */
    public Builder priority(Priority priority) {
      this.priority = priority;
      return this;
    }

    /** Default: none. At most 4,096 bytes of UTF-8, as every text of an event. */
    public Builder type(@Nullable String type) {
      this.type = type == null ? null : checked("type", type);
      return this;
    }

    /** Default: none. */
    public Builder tenant(@Nullable String tenant) {
      this.tenant = tenant == null ? null : checked("tenant", tenant);
      return this;
    }

    /** Default: none. */
    public Builder key(@Nullable String key) {
      this.key = key == null ? null : checked("key", key);
      return this;
    }

    /** Default: none. */
    public Builder traceparent(@Nullable String traceparent) {
      this.traceparent = traceparent == null ? null : checked("traceparent", traceparent);
      return this;
    }

    /** In epoch milliseconds. Default: {@link #NO_DEADLINE}. */
    public Builder deadlineMillis(long deadlineMillis) {
      this.deadlineMillis = deadlineMillis;
      return this;
    }

    /** What is known about the payload. Default: {@link Content#BYTES}, which promises nothing. */
    public Builder content(Content content) {
      this.content = content;
      return this;
    }

    public Event build() {
      return new Event(this);
    }

    private static String checked(String name, String text) {
      if (text.length() > MAX_TEXT_BYTES / 4
          && text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
        throw new IllegalArgumentException(
            name + " must have at most 4096 bytes: " + name + "=" + text.substring(0, 40) + "…");
      }
      return text;
    }
  }
}
