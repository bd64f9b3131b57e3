package dev.spillway.server.http;

import dev.spillway.queue.Content;
import dev.spillway.queue.DeadLetter;
import dev.spillway.queue.DeadLetterFigures;
import dev.spillway.queue.DeadLetterPage;
import dev.spillway.queue.Event;
import dev.spillway.server.json.JsonBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Dead letters as JSON shows them. The keys are part of the API. */
final class LettersJson {
  private static final int FIRST_BYTES = 16 << 10;

  private final LongUnaryOperator positions;
  private final @Nullable DeadLetterFigures figures;

  /**
   * @param positions what is shown in place of a position
   * @param figures the account; null for a reader who must not see it
   */
  LettersJson(LongUnaryOperator positions, @Nullable DeadLetterFigures figures) {
    this.positions = positions;
    this.figures = figures;
  }

  static Map<String, Object> account(DeadLetterFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recovered", figures.recovered());
    json.put("deadLettered", figures.deadLettered());
    json.put("replayed", figures.replayed());
    json.put("discarded", figures.discarded());
    json.put("quarantined", figures.quarantined());
    json.put("kept", figures.kept());
    json.put("exact", figures.imbalance() == 0);
    return json;
  }

  byte[] bytesOf(DeadLetterPage page) {
    JsonBuffer out = new JsonBuffer(FIRST_BYTES);
    out.raw("{\"letters\":[");
    String separator = "";
    for (DeadLetter letter : page.letters()) {
      out.raw(separator);
      write(letter, out);
      separator = ",";
    }
    out.raw("],\"next\":");
    if (page.more()) {
      out.number(positions.applyAsLong(page.next()));
    } else {
      out.raw("null");
    }
    out.raw(",\"account\":");
    writeAccount(out);
    out.raw("}");
    return Arrays.copyOf(out.array(), out.size());
  }

  private void writeAccount(JsonBuffer out) {
    if (figures == null) {
      out.raw("null");
      return;
    }
    String separator = "{";
    for (Map.Entry<String, Object> entry : account(figures).entrySet()) {
      out.raw(separator).string(entry.getKey()).raw(":").raw(entry.getValue().toString());
      separator = ",";
    }
    out.raw("}");
  }

  private void write(DeadLetter letter, JsonBuffer out) {
    Event event = letter.event();
    out.raw("{\"position\":").number(positions.applyAsLong(letter.position()));
    text("id", event.id(), out);
    text("priority", event.priority().token(), out);
    text("type", event.type(), out);
    text("tenant", event.tenant(), out);
    text("key", event.key(), out);
    if (event.deadlineMillis() != Event.NO_DEADLINE) {
      moment("deadline", event.deadlineMillis(), out);
    }
    text("traceparent", event.traceparent(), out);
    moment("accepted", letter.acceptedMillis(), out);
    moment("deadLettered", letter.deadLetteredMillis(), out);
    out.raw(",\"tries\":").number(letter.tries());
    out.raw(",\"deliveries\":").number(letter.deliveries());
    out.raw(",\"durable\":").raw(letter.stored().durable() ? "true" : "false");
    text("reason", letter.reason(), out);
    out.raw(",");
    out.payload(
        event.payloadArray(),
        event.payloadOffset(),
        event.payloadLength(),
        event.content() == Content.JSON);
    out.raw("}");
  }

  private static void text(String name, @Nullable String value, JsonBuffer out) {
    if (value != null) {
      out.raw(",\"").raw(name).raw("\":").string(value);
    }
  }

  private static void moment(String name, long epochMillis, JsonBuffer out) {
    text(name, Instant.ofEpochMilli(epochMillis).toString(), out);
  }
}
