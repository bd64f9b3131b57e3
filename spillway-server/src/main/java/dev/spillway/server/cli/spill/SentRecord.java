package dev.spillway.server.cli.spill;

import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import dev.spillway.server.json.JsonBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes an event as a line that a gateway reads back to the same event.
 *
 * <p>A payload that is a JSON object stays as it is where its own members say what the event has.
 * Where they don't, because the gateway gave the id, a rule the priority, or a duration the
 * deadline, the member is put in or its value is put right. Any other payload becomes the member
 * {@code data}, or {@code data_base64}, of an object. Stateless.
 */
final class SentRecord {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> READ =
      Set.of("id", "priority", "type", "tenant", "key", "traceparent", "deadline");

  private SentRecord() {}

  /** A member of the payload that the gateway reads. */
  private record Member(String name, int from, int to) {}

  /** Appends {@code event} and the end of its line. */
  static void write(Event event, JsonBuffer out) {
    byte[] payload = copy(event);
    Map<String, String> wanted = fields(event);
    boolean json = event.content() == Content.JSON;
    if (json && payload.length > 0 && payload[0] == '{') {
      merged(payload, wanted, out);
    } else {
      out.raw("{");
      wanted.forEach((name, value) -> out.string(name).raw(":").string(value).raw(","));
      out.payload(payload, 0, payload.length, json).raw("}");
    }
    out.raw("\n");
  }

  /** Of its own, because places in it are counted from 0. */
  private static byte[] copy(Event event) {
    byte[] payload = new byte[event.payloadLength()];
    System.arraycopy(event.payloadArray(), event.payloadOffset(), payload, 0, payload.length);
    return payload;
  }

  private static Map<String, String> fields(Event event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", event.id());
    fields.put("priority", event.priority().token());
    put(fields, "type", event.type());
    put(fields, "tenant", event.tenant());
    put(fields, "key", event.key());
    put(fields, "traceparent", event.traceparent());
    if (event.deadlineMillis() != Event.NO_DEADLINE) {
      fields.put("deadline", Instant.ofEpochMilli(event.deadlineMillis()).toString());
    }
    return fields;
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void merged(byte[] payload, Map<String, String> wanted, JsonBuffer out) {
    List<Member> wrong = new ArrayList<>();
    boolean empty = members(payload, wanted, wrong);
    out.raw("{");
    int count = 0;
    for (Map.Entry<String, String> field : wanted.entrySet()) {
      boolean present = wrong.stream().anyMatch(member -> member.name().equals(field.getKey()));
      if (!present) {
        out.raw(count++ == 0 ? "" : ",").string(field.getKey()).raw(":").string(field.getValue());
      }
    }
    out.raw(count > 0 && !empty ? "," : "");
    int at = 1;
    for (Member member : wrong) {
      out.raw(payload, at, member.from() - at);
      String value = wanted.get(member.name());
      if (value == null) {
        out.raw("null");
      } else {
        out.string(value);
      }
      at = member.to();
    }
    out.raw(payload, at, payload.length - at);
  }

  /**
   * Takes from {@code wanted} what the payload says itself, and adds the members that say otherwise
   * to {@code wrong}. Returns whether the object has no member at all.
   */
  private static boolean members(byte[] payload, Map<String, String> wanted, List<Member> wrong) {
    boolean empty = true;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), payload)) {
      parser.nextToken();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        empty = false;
        JsonToken token = parser.nextToken();
        if (!READ.contains(name)) {
          parser.skipChildren();
          continue;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        String text = token == JsonToken.VALUE_NULL ? null : parser.getString();
        int to = (int) parser.currentLocation().getByteOffset();
        if (isSame(name, text, wanted.get(name))) {
          wanted.remove(name);
        } else {
          wrong.add(new Member(name, from, to));
        }
      }
    }
    return empty;
  }

  /** Whether every gateway reads {@code text} as {@code wanted}, whatever names it is taught. */
  private static boolean isSame(String name, @Nullable String text, @Nullable String wanted) {
    if (text == null || wanted == null) {
      return text == null && wanted == null;
    }
    if (!name.equals("deadline")) {
      return text.equals(wanted);
    }
    try {
      return OffsetDateTime.parse(text).toInstant().equals(Instant.parse(wanted));
    } catch (DateTimeException e) {
      return false; // it was a duration
    }
  }
}
