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
  private final RecordShape shape;
  private final Payloads payloads;
  private final RecordReader.Request request;
  private final IdSource ids;
  private final @Nullable Priority headerPriority;
  private final @Nullable String headerTraceparent;
  private final List<Event> events = new ArrayList<>();

  EventAssembly(RecordShape shape, Payloads payloads, RecordReader.Request request, IdSource ids)
      throws RecordException {
    this.shape = shape;
    this.payloads = payloads;
    this.request = request;
    this.ids = ids;
    this.headerPriority = shape.classifier().fromHeader(request.sender());
    this.headerTraceparent = TraceContext.fromHeader(request.sender());
  }

  List<Event> jsonLines(Lines lines) throws RecordException {
    JsonRecord record = new JsonRecord(shape.tree());
    while (lines.advance()) {
      if (!lines.isBlank()) {
        record.read(payloads.body, lines);
        add(record, lines, lines.offset(), lines.length());
      }
    }
    return all();
  }

  List<Event> document(JsonDocument document, int maxRecordBytes) throws RecordException {
    JsonRecord record = new JsonRecord(shape.tree());
    while (document.advance(record)) {
      if (document.length() > maxRecordBytes) {
        throw RecordException.tooLarge(document, maxRecordBytes);
      }
      add(record, document, document.offset(), document.length());
    }
    return all();
  }

  List<Event> text(Lines lines) throws RecordException {
    Priority priority =
        headerPriority != null
            ? headerPriority
            : shape.classifier().byRules(null, request.sender());
    while (lines.advance()) {
      if (lines.length() > 0) {
        events.add(
            payloads
                .builder(ids.next(), lines.offset(), lines.length())
                .priority(request.terms().priority(priority))
                .tenant(request.terms().tenant(null, lines))
                .traceparent(headerTraceparent)
                .build());
      }
    }
    return all();
  }

  private List<Event> all() throws RecordException {
    if (events.isEmpty()) {
      throw RecordException.empty();
    }
    return events;
  }

  private void add(JsonRecord record, Place place, int offset, int length) throws RecordException {
    CloudEventFields cloud = shape.cloudEvent();
    if (cloud != null) {
      cloud.check(record, place);
    }
    String id = text(record, FieldTree.ID, place);
    if (id != null && id.isEmpty()) {
      throw invalid("id", "id must not be empty", place);
    }
    String traceparent = text(record, FieldTree.TRACEPARENT, place);
    int keySlot = cloud == null ? FieldTree.KEY : cloud.keySlot(record);
    try {
      events.add(
          payloads
              .builder(id != null ? id : ids.next(), offset, length)
              .content(Content.JSON)
              .priority(request.terms().priority(priority(record, place)))
              .type(text(record, FieldTree.TYPE, place))
              .tenant(request.terms().tenant(text(record, FieldTree.TENANT, place), place))
              .key(text(record, keySlot, place))
              .traceparent(traceparent != null ? traceparent : headerTraceparent)
              .deadlineMillis(deadline(record, place))
              .build());
    } catch (IllegalArgumentException e) { // a text is too long
      String message = String.valueOf(e.getMessage());
      throw invalid(message.substring(0, message.indexOf(' ')), message, place);
    }
  }

  private Priority priority(JsonRecord record, Place place) throws RecordException {
    Priority priority = shape.classifier().fromField(record, place);
    if (priority == null) {
      priority = headerPriority;
    }
    return priority != null ? priority : shape.classifier().byRules(record, request.sender());
  }

  private long deadline(JsonRecord record, Place place) throws RecordException {
    String text = record.text(FieldTree.DEADLINE);
    if (text == null) {
      return Event.NO_DEADLINE;
    }
    try {
      return Deadlines.epochMillis(text, request.nowMillis());
    } catch (DateTimeException e) {
      throw invalid(
          "deadline", "deadline must be RFC 3339 or like +250ms: deadline=" + text, place);
    }
  }

  /** A text that can be written as UTF-8 and read back the same. */
  private @Nullable String text(JsonRecord record, int slot, Place place) throws RecordException {
    String text = record.text(slot);
    if (text != null && hasUnpairedSurrogate(text)) {
      String field = shape.tree().slotName(slot);
      throw invalid(field, field + " must not have unpaired surrogates", place);
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

  private static RecordException invalid(String field, String message, Place place) {
    return RecordException.field(place, field, message + " " + place.shown());
  }

  /** Where payloads come from: windows on the body, or copies. */
  static final class Payloads {
    private final byte[] body;
    private final boolean copies;

    Payloads(byte[] body, boolean copies) {
      this.body = body;
      this.copies = copies;
    }

    Event.Builder builder(String id, int offset, int length) {
      if (copies && length < body.length - length) {
        return Event.builder(id, Arrays.copyOfRange(body, offset, offset + length));
      }
      return Event.builder(id, body, offset, length);
    }
  }
}
