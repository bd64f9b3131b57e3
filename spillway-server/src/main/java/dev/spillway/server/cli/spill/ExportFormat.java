package dev.spillway.server.cli.spill;

import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import dev.spillway.queue.StoredEvent;
import dev.spillway.server.json.JsonBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an event of a log is written as a line; in small letters, as it is typed. Stateless. */
enum ExportFormat {
  /** What a gateway reads back to the same event. */
  record {
    @Override
    void write(String queue, StoredEvent stored, JsonBuffer out) {
      SentRecord.write(stored.event(), out);
    }
  },

  /** An object with all that is known, as sinks get it, and the payload as a member. */
  envelope {
    @Override
    void write(String queue, StoredEvent stored, JsonBuffer out) {
      Event event = stored.event();
      out.raw("{\"id\":").string(event.id()).raw(",\"queue\":").string(queue);
      out.raw(",\"priority\":").string(event.priority().token());
      text("type", event.type(), out);
      text("tenant", event.tenant(), out);
      text("key", event.key(), out);
      text("traceparent", event.traceparent(), out);
      if (event.deadlineMillis() != Event.NO_DEADLINE) {
        text("deadline", Instant.ofEpochMilli(event.deadlineMillis()).toString(), out);
      }
      text("acceptedAt", Instant.ofEpochMilli(stored.acceptedMillis()).toString(), out);
      StoredEvent.History history = stored.history();
      if (history != null) {
        out.raw(",\"tries\":").number(history.tries());
        text("reason", history.reason(), out);
      }
      boolean json = event.content() == Content.JSON;
      out.raw(",");
      out.payload(event.payloadArray(), event.payloadOffset(), event.payloadLength(), json);
      out.raw("}\n");
    }
  },

  /** The payload. */
  raw {
    @Override
    void write(String queue, StoredEvent stored, JsonBuffer out) {
      Event event = stored.event();
      out.raw(event.payloadArray(), event.payloadOffset(), event.payloadLength()).raw("\n");
    }
  };

  /** Appends {@code stored} and the end of its line. */
  abstract void write(String queue, StoredEvent stored, JsonBuffer out);

  private static void text(String name, @Nullable String value, JsonBuffer out) {
    if (value != null) {
      out.raw(",\"").raw(name).raw("\":").string(value);
    }
  }
}
