package dev.spillway.server.cli.spill;

import dev.spillway.queue.Event;
import dev.spillway.queue.StoredEvent;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.json.Utf8;
import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints logs as one JSON object, event by event, so that a long log needs no memory. */
final class SpillListJson implements SpillInspector.RecordVisitor {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator out;
  private final long limit;
  private long records;
  private long damaged;

  private SpillListJson(JsonGenerator out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /**
   * Prints {@code {"logs":[…]}} and returns the exit code.
   *
   * @param lane chooses of a log's lanes the one whose events are shown
   * @param limit the most events of each log; 0 for all
   */
  static int print(
      List<Path> directories,
      Terminal terminal,
      Function<List<SpillInspector.Lane>, String> lane,
      long limit) {
    try (JsonGenerator out = JSON.createGenerator(terminal.out())) {
      out.writeStartObject();
      out.writeArrayPropertyStart("logs");
      int code =
          EachLog.in(
              directories,
              terminal,
              ExitCode.INCOMPLETE,
              log -> {
                SpillInspector inspector = SpillInspector.of(log);
                String shown = lane.apply(inspector.lanes());
                out.writeStartObject();
                out.writeStringProperty("directory", log.toString());
                out.writeBooleanProperty("stateLost", inspector.isStateLost());
                lanes(inspector, out);
                new SpillListJson(out, limit).events(inspector, shown);
                out.writeEndObject();
                return ExitCode.OK;
              });
      out.writeEndArray();
      out.writeEndObject();
      out.writeRaw('\n');
      return code;
    }
  }

  private static void lanes(SpillInspector inspector, JsonGenerator out) {
    List<SpillInspector.Content> contents = inspector.contents();
    out.writeArrayPropertyStart("lanes");
    for (SpillInspector.Lane lane : inspector.lanes()) {
      SpillInspector.Content content = SpillListCommand.of(lane, contents);
      out.writeStartObject();
      out.writeStringProperty("name", lane.name());
      out.writeNumberProperty("waiting", content.records());
      out.writeNumberProperty("lostBefore", content.filled());
      out.writeNumberProperty("unreadable", content.unreadable());
      out.writeNumberProperty("segments", lane.segments().size());
      out.writeNumberProperty(
          "bytes", lane.segments().stream().mapToLong(s -> s.sizeBytes()).sum());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void events(SpillInspector inspector, String lane) {
    out.writeStringProperty("eventsOf", lane);
    out.writeArrayPropertyStart("events");
    SpillException failure = null;
    try {
      inspector.records(lane, this);
    } catch (SpillException e) {
      failure = e;
    }
    out.writeEndArray();
    out.writeNumberProperty("notShown", limit > 0 ? Math.max(0, records - limit) : 0);
    out.writeNumberProperty("damaged", damaged);
    if (failure != null) {
      out.writeEndObject();
      throw failure;
    }
  }

  @Override
  public void onRecord(long sequence, byte[] bytes, int offset, int length) {
    records++;
    if (limit > 0 && records > limit) {
      return;
    }
    out.writeStartObject();
    out.writeNumberProperty("sequence", sequence);
    try {
      event(StoredEvent.read(bytes, offset, length));
    } catch (IllegalArgumentException e) {
      out.writeStringProperty("notAnEvent", e.getMessage());
    }
    out.writeEndObject();
  }

  private void event(StoredEvent stored) {
    Event event = stored.event();
    text("id", event.id());
    text("priority", event.priority().token());
    text("type", event.type());
    text("tenant", event.tenant());
    text("key", event.key());
    text("acceptedAt", Instant.ofEpochMilli(stored.acceptedMillis()).toString());
    StoredEvent.History history = stored.history();
    if (history != null) {
      out.writeNumberProperty("tries", history.tries());
      text("reason", history.reason());
    }
    byte[] payload = event.payloadArray();
    int from = event.payloadOffset();
    int length = event.payloadLength();
    if (Utf8.isValid(payload, from, length)) {
      text("payload", new String(payload, from, length, StandardCharsets.UTF_8));
    } else {
      out.writeName("payloadBase64");
      out.writeBinary(payload, from, length);
    }
  }

  private void text(String name, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(name, value);
    }
  }

  @Override
  public void onDamage(long first, long end) {
    damaged += end - first;
  }
}
