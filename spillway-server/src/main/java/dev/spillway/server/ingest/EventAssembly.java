package dev.spillway.server.ingest;

import dev.spillway.Priority;
import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the events of one body. Not thread-safe; used once. */
final class EventAssembly {
  private final Lines lines;
  private final Payloads payloads;
  private final RecordReader.Request request;
  private final Classifier classifier;
  private final IdSource ids;
  private final @Nullable Priority headerPriority;

  EventAssembly(Lines lines, Payloads payloads, RecordReader.Request request, RecordReader reader)
      throws RecordException {
    this.lines = lines;
    this.payloads = payloads;
    this.request = request;
    this.classifier = reader.classifier();
    this.ids = reader.ids();
    this.headerPriority = classifier.fromHeader(request.headers());
  }

  List<Event> json(FieldTree tree) throws RecordException {
    List<Event> events = new ArrayList<>();
    JsonRecord record = new JsonRecord(tree);
    while (lines.advance()) {
      if (!lines.isBlank()) {
        record.read(payloads.body, lines);
        events.add(event(record));
      }
    }
    return orEmpty(events);
  }

  List<Event> text() throws RecordException {
    Priority priority =
        headerPriority != null ? headerPriority : classifier.byRules(null, request.headers());
    List<Event> events = new ArrayList<>();
    while (lines.advance()) {
      if (lines.length() > 0) {
        events.add(
            payloads
                .builder(ids.next(), lines)
                .priority(request.terms().priority(priority))
                .tenant(request.terms().tenant(null, lines.number()))
                .build());
      }
    }
    return orEmpty(events);
  }

  private static List<Event> orEmpty(List<Event> events) throws RecordException {
    if (events.isEmpty()) {
      throw RecordException.empty();
    }
    return events;
  }

  private Event event(JsonRecord record) throws RecordException {
    String id = text(record, FieldTree.ID, "id");
    if (id != null && id.isEmpty()) {
      throw invalid("id", "id must not be empty");
    }
    try {
      return payloads
          .builder(id != null ? id : ids.next(), lines)
          .content(Content.JSON)
          .priority(request.terms().priority(priority(record)))
          .type(text(record, FieldTree.TYPE, "type"))
          .tenant(request.terms().tenant(text(record, FieldTree.TENANT, "tenant"), lines.number()))
          .key(text(record, FieldTree.KEY, "key"))
          .traceparent(text(record, FieldTree.TRACEPARENT, "traceparent"))
          .deadlineMillis(deadline(record))
          .build();
    } catch (IllegalArgumentException e) { // a text is too long
      throw invalid(null, String.valueOf(e.getMessage()));
    }
  }

  private Priority priority(JsonRecord record) throws RecordException {
    Priority priority = classifier.fromField(record, lines.number());
    if (priority == null) {
      priority = headerPriority;
    }
    return priority != null ? priority : classifier.byRules(record, request.headers());
  }

  private long deadline(JsonRecord record) throws RecordException {
    String text = record.text(FieldTree.DEADLINE);
    if (text == null) {
      return Event.NO_DEADLINE;
    }
    try {
      return Deadlines.epochMillis(text, request.nowMillis());
    } catch (DateTimeException e) {
      throw invalid("deadline", "deadline must be RFC 3339 or like +250ms: deadline=" + text);
    }
  }

  /** A text that can be written as UTF-8 and read back the same. */
  private @Nullable String text(JsonRecord record, int slot, String field) throws RecordException {
    String text = record.text(slot);
    if (text != null && hasUnpairedSurrogate(text)) {
      throw invalid(field, field + " must not have unpaired surrogates");
    }
    return text;
  }

  private static boolean hasUnpairedSurrogate(String text) {
    for (int index = 0; index < text.length(); index++) {
      if (Character.isSurrogate(text.charAt(index))) {
        int codePoint = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return true;
        }
        index++;
      }
    }
    return false;
  }

  private RecordException invalid(@Nullable String field, String message) {
    String named = field != null ? field : message.substring(0, message.indexOf(' '));
    return RecordException.field(lines.number(), named, message + " line=" + lines.number());
  }

  /** Where payloads come from: windows on the body, or copies. */
  static final class Payloads {
    private final byte[] body;
    private final boolean copies;

    Payloads(byte[] body, boolean copies) {
      this.body = body;
      this.copies = copies;
    }

    Event.Builder builder(String id, Lines lines) {
      int from = lines.offset();
      if (copies && lines.length() < body.length - lines.length()) {
        return Event.builder(id, Arrays.copyOfRange(body, from, from + lines.length()));
      }
      return Event.builder(id, body, from, lines.length());
    }
  }
}
