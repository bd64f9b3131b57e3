package dev.spillway.server.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import dev.spillway.server.json.JsonBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventWriterTest {
  private static final byte[] NOT_TEXT = {(byte) 0xFF, '{', '}'};

  @Test
  void envelope_ofAJsonRecord_hasItAsItIs() {
    Event event =
        TestBatch.json("a\"1").priority(Priority.HIGH).tenant("Bücher").key("k\n1").build();

    assertThat(written(EventWriter.ENVELOPE, event))
        .isEqualTo(
            "{\"id\":\"a\\\"1\",\"queue\":\"orders\",\"priority\":\"high\",\"tenant\":\"Bücher\","
                + "\"key\":\"k\\n1\",\"attempt\":1,\"durable\":false,\"data\":{\"n\":\"üa\"1\"}}\n");
  }

  @Test
  void envelope_ofALineOfText_hasAStringEvenIfItLooksLikeJson() {
    Event event = Event.builder("1", bytes("{\"not\": \"read\t\"}")).build();

    JsonNode line = parsed(written(EventWriter.ENVELOPE, event));

    assertThat(line.path("data").isString()).isTrue();
    assertThat(line.path("data").asString()).isEqualTo("{\"not\": \"read\t\"}");
    assertThat(line.has("tenant")).isFalse();
    assertThat(line.has("key")).isFalse();
  }

  @Test
  void envelope_ofBytesThatAreNotUtf8_hasThemInBase64() {
    JsonNode line = parsed(written(EventWriter.ENVELOPE, Event.builder("1", NOT_TEXT).build()));

    assertThat(line.has("data")).isFalse();
    assertThat(line.path("data_base64").asString()).isEqualTo("/3t9");
  }

  @Test
  void raw_ofAnyEvent_isThePayloadAlone() {
    Event text = Event.builder("1", bytes("a line")).build();
    Event json = Event.builder("2", bytes("{}")).content(Content.JSON).build();

    assertThat(written(EventWriter.RAW, text, json)).isEqualTo("a line\n{}\n");
  }

  @Test
  void aDocumentOverSeveralLines_isWrittenOnOne_andMeansTheSame() {
    String document = "{\r\n  \"text\": \"a\\nb\",\n  \"n\": [1,\n2]\n}";
    Event event = Event.builder("1", bytes(document)).content(Content.JSON).build();

    String raw = written(EventWriter.RAW, event);
    String envelope = written(EventWriter.ENVELOPE, event);

    assertThat(raw.strip()).doesNotContain("\n", "\r");
    assertThat(envelope.strip()).doesNotContain("\n", "\r");
    assertThat(new JsonMapper().readTree(raw)).isEqualTo(new JsonMapper().readTree(document));
    assertThat(parsed(envelope).path("data")).isEqualTo(new JsonMapper().readTree(document));
  }

  @Test
  void envelope_ofAnEventWithATrace_carriesItOn() {
    Event event = Event.builder("1", bytes("{}")).content(Content.JSON).traceparent("00-1").build();

    assertThat(parsed(written(EventWriter.ENVELOPE, event)).path("traceparent").asString())
        .isEqualTo("00-1");
  }

  private static String written(EventWriter writer, Event... events) {
    JsonBuffer buffer = new JsonBuffer(1);
    writer.writeAll(TestBatch.of(events), buffer);
    return new String(buffer.array(), 0, buffer.size(), StandardCharsets.UTF_8);
  }

  private static JsonNode parsed(String line) {
    assertThat(line).endsWith("}\n");
    return new JsonMapper().readTree(line);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
