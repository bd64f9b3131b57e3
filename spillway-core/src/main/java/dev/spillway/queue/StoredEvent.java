package dev.spillway.queue;

import org.jspecify.annotations.Nullable;

/**
 * An event as a log holds it: with what happened to it before it was written. Immutable.
 *
 * <p>Layout of a record, every number a varint of seven bits a byte, every text its length in bytes
 * and UTF-8:
 *
 * <pre>
 *   flags u8 │ priority u8 │ accepted at, epoch ms │ deadline? │ history? │ id │ type? │ tenant? │
 *   key? │ traceparent? │ payload to the end
 *
 *   history: tries │ deliveries │ not before, epoch ms │ reason
 * </pre>
 */
public final class StoredEvent {
  static final int DURABLE = 1;
  static final int HAS_DEADLINE = 1 << 1;
  static final int HAS_HISTORY = 1 << 2;
  static final int HAS_TYPE = 1 << 3;
  static final int HAS_TENANT = 1 << 4;
  static final int HAS_KEY = 1 << 5;
  static final int HAS_TRACEPARENT = 1 << 6;
  static final int IS_JSON = 1 << 7;

  private final Event event;
  private final boolean durable;
  private final long acceptedMillis;
  private final @Nullable History history;

  StoredEvent(Event event, boolean durable, long acceptedMillis, @Nullable History history) {
    this.event = event;
    this.durable = durable;
    this.acceptedMillis = acceptedMillis;
    this.history = history;
  }

  /**
   * Reads one record, whose bytes the event goes on using.
   *
   * @throws IllegalArgumentException if the bytes are not a record
   */
  public static StoredEvent read(byte[] bytes, int offset, int length) {
    return new RecordReader(bytes, offset, length).read();
  }

  public Event event() {
    return event;
  }

  /** Whether it was accepted under a durable receipt. */
  public boolean durable() {
    return durable;
  }

  /** When it was accepted, in epoch milliseconds. */
  public long acceptedMillis() {
    return acceptedMillis;
  }

  /** What earlier deliveries came to; null for an event that was never delivered. */
  public @Nullable History history() {
    return history;
  }

  /** Appends this as one record. */
  void write(RecordBuffer buffer) {
    buffer.begin();
    buffer.putByte(flags());
    buffer.putByte(event.priority().ordinal());
    buffer.putVarLong(acceptedMillis);
    if (event.deadlineMillis() != Event.NO_DEADLINE) {
      buffer.putVarLong(event.deadlineMillis());
    }
    if (history != null) {
      buffer.putVarLong(history.tries());
      buffer.putVarLong(history.deliveries());
      buffer.putVarLong(history.notBeforeMillis());
      buffer.putText(history.reason());
    }
    buffer.putText(event.id());
    putOptional(buffer, event.type());
    putOptional(buffer, event.tenant());
    putOptional(buffer, event.key());
    putOptional(buffer, event.traceparent());
    buffer.putBytes(event.payloadArray(), event.payloadOffset(), event.payloadLength());
    buffer.end(event.deadlineMillis());
  }

  private static void putOptional(RecordBuffer buffer, @Nullable String text) {
    if (text != null) {
      buffer.putText(text);
    }
  }

  private int flags() {
    return (durable ? DURABLE : 0)
        | (event.deadlineMillis() != Event.NO_DEADLINE ? HAS_DEADLINE : 0)
        | (history != null ? HAS_HISTORY : 0)
        | (event.type() != null ? HAS_TYPE : 0)
        | (event.tenant() != null ? HAS_TENANT : 0)
        | (event.key() != null ? HAS_KEY : 0)
        | (event.traceparent() != null ? HAS_TRACEPARENT : 0)
        | (event.content() == Content.JSON ? IS_JSON : 0);
  }

  /**
   * What earlier deliveries of an event came to.
   *
   * @param tries how often its sink refused it
   * @param deliveries how often it was handed to its sink
   * @param notBeforeMillis when the next try may start, in epoch milliseconds
   * @param reason the last refusal, in the sink's words
   */
  public record History(int tries, int deliveries, long notBeforeMillis, String reason) {}
}
