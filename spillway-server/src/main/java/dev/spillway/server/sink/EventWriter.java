package dev.spillway.server.sink;

import dev.spillway.queue.BatchView;
import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.server.json.JsonBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes events as lines. Stateless. */
enum EventWriter {
  /** The payload as it is, on one line. */
  RAW {
    @Override
    void write(BatchView batch, int index, JsonBuffer out) {
      Event event = batch.event(index);
      if (event.content() == Content.JSON) {
        out.line(event.payloadArray(), event.payloadOffset(), event.payloadLength());
      } else {
        out.raw(event.payloadArray(), event.payloadOffset(), event.payloadLength());
      }
      out.raw("\n");
    }
  },

  /** A JSON object that carries the payload as {@code data} or {@code data_base64}. */
  ENVELOPE {
    @Override
    void write(BatchView batch, int index, JsonBuffer out) {
      Event event = batch.event(index);
      out.raw("{\"id\":").string(event.id());
      out.raw(",\"queue\":").string(batch.queue());
      out.raw(",\"priority\":").string(batch.priority().token());
      text("tenant", event.tenant(), out);
      text("key", event.key(), out);
      deadline(event, out);
      text("traceparent", event.traceparent(), out);
      out.raw(",\"attempt\":").number(batch.attempt(index));
      out.raw(",\"durable\":").raw(batch.durable(index) ? "true" : "false");
      data(event, out);
      out.raw("}\n");
    }
  };

  /** Appends event {@code index} of {@code batch} and the end of its line. */
  abstract void write(BatchView batch, int index, JsonBuffer out);

  /** Appends all events of {@code batch}. */
  void writeAll(BatchView batch, JsonBuffer out) {
    for (int index = 0; index < batch.size(); index++) {
      write(batch, index, out);
    }
  }

  static EventWriter of(SinkConfig.Format format) {
    return switch (format) {
      case RAW -> RAW;
      case ENVELOPE -> ENVELOPE;
    };
  }

  private static void text(String name, @Nullable String value, JsonBuffer out) {
    if (value != null) {
      out.raw(",\"").raw(name).raw("\":").string(value);
    }
  }

  private static void deadline(Event event, JsonBuffer out) {
    if (event.deadlineMillis() != Event.NO_DEADLINE) {
      out.raw(",\"deadline\":").string(Instant.ofEpochMilli(event.deadlineMillis()).toString());
    }
  }

  private static void data(Event event, JsonBuffer out) {
    out.raw(",");
    out.payload(
        event.payloadArray(),
        event.payloadOffset(),
        event.payloadLength(),
        event.content() == Content.JSON);
  }
}
