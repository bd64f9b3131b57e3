package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spillway.Priority;
import dev.spillway.queue.Content;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonDocumentTest {
  private static final String CLOUD_EVENT =
      "{'specversion':'1.0','id':'c-1','source':'/sensors/1','type':'com.example.heat',"
          + "'partitionkey':'p','traceparent':'00-a-b-01','tenant':'acme','priority':'high',"
          + "'data':{'celsius':21}}";

  private final RecordReader reader =
      new RecordReader(
          TestQueues.queue("q", DiskMode.NONE, TestQueues.classification()),
          new BodyLimits(1 << 20, 200, 100_000),
          () -> "given",
          new ManualTime(1));

  @Test
  void read_anObject_isOneEventWithItsBytesAsTheyCame() throws RecordException {
    String object = "{\n  'id': 'a-1',\n  'data': ['[', '}']\n}".replace('\'', '"');

    List<Event> events = read(BodyFormat.JSON, "\r\n " + object + "\n\n");

    assertThat(events).hasSize(1);
    assertThat(events.get(0).id()).isEqualTo("a-1");
    assertThat(events.get(0).content()).isEqualTo(Content.JSON);
    assertThat(payload(events.get(0))).isEqualTo(object);
  }

  @Test
  void read_anArray_isAnEventForEachObjectInItsOrder() throws RecordException {
    List<Event> events =
        read(BodyFormat.JSON, "[ {'id':'a','data':[{},{}]},\n{'id':'ü'} , {'n':{'id':'no'}}]");

    assertThat(events).extracting(Event::id).containsExactly("a", "ü", "given");
    assertThat(events)
        .extracting(JsonDocumentTest::payload)
        .containsExactly(
            "{\"id\":\"a\",\"data\":[{},{}]}", "{\"id\":\"ü\"}", "{\"n\":{\"id\":\"no\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'a':1},;{'a':x}] | 2 | 6 | Unrecognized token 'x': was expecting (JSON String, Number,"
            + " Array, Object or token 'null', 'true' or 'false'): line=2 column=6",
        "[{'a':1} | 1 | 9 | the body ends within the document: line=1 column=9",
        "{'a':1;,'b' | 2 | 5 | the body ends within the document: line=2 column=5",
        "[{'ü':1}, nope] | 1 | 11 | Unrecognized token 'nope': was expecting (JSON String, Number,"
            + " Array, Object or token 'null', 'true' or 'false'): line=1 column=11",
        "[{},;1] | 2 | 1 | a record must be a JSON object: line=2 column=1",
        "[[{}]] | 1 | 2 | a record must be a JSON object: line=1 column=2",
        "'text' | 1 | 1 | a record must be a JSON object: line=1 column=1",
        "{}{} | 1 | 3 | the body must hold one JSON document; send lines as"
            + " application/x-ndjson: line=1 column=3",
        "[{}]; [] | 2 | 2 | the body must hold one JSON document; send lines as"
            + " application/x-ndjson: line=2 column=2",
        "{};{} | 2 | 1 | the body must hold one JSON document; send lines as"
            + " application/x-ndjson: line=2 column=1",
      })
  void read_aMalformedDocument_isNamedByLineAndColumn(
      String body, int line, int column, String detail) {
    RecordException e = refused(BodyFormat.JSON, body.replace(';', '\n'));

    assertThat(e.kind()).isEqualTo(RecordException.Kind.MALFORMED);
    assertThat(e.detail()).isEqualTo(detail);
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.column()).isEqualTo(column);
  }

  @Test
  void read_bytesThatAreNotUtf8_areNamedByPosition() {
    byte[] body = "[{\"ü\":\n\"x\"}]".getBytes(StandardCharsets.UTF_8);
    body[9] = (byte) 0xFF;

    RecordException e =
        catchThrowableOfType(
            RecordException.class,
            () -> reader.read(BodyFormat.JSON, body, body.length, name -> null));

    assertThat(e.detail()).isEqualTo("the document is not valid UTF-8: line=2 column=2");
  }

  @Test
  void read_aFieldWithAValueItMayNotHave_isNamedByWhereItsRecordBegins() {
    RecordException e = refused(BodyFormat.JSON, "[{},\n {'id':[]}]");

    assertThat(e.detail()).isEqualTo("id must be a string or a number: line=2 column=2 field=id");
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.column()).isEqualTo(2);
    assertThat(e.field()).isEqualTo("id");
  }

  @Test
  void read_aRecordThatIsTooLarge_isNamedByWhereItBegins() {
    RecordException e = refused(BodyFormat.JSON, "[{},{'a':'" + "x".repeat(200) + "'}]");

    assertThat(e.kind()).isEqualTo(RecordException.Kind.TOO_LARGE);
    assertThat(e.detail()).isEqualTo("a record must have at most 200 bytes: line=1 column=5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]", " [ ] "})
  void read_aBodyWithoutRecords_saysSo(String body) {
    assertThat(refused(BodyFormat.JSON, body).kind()).isEqualTo(RecordException.Kind.EMPTY);
  }

  @Test
  void read_aCloudEvent_isAnEventWithItsAttributes() throws RecordException {
    Event event = read(BodyFormat.CLOUDEVENT, CLOUD_EVENT).get(0);

    assertThat(event.id()).isEqualTo("c-1");
    assertThat(event.type()).isEqualTo("com.example.heat");
    assertThat(event.key()).isEqualTo("p");
    assertThat(event.tenant()).isEqualTo("acme");
    assertThat(event.priority()).isEqualTo(Priority.HIGH);
    assertThat(event.traceparent()).isEqualTo("00-a-b-01");
    assertThat(payload(event)).isEqualTo(CLOUD_EVENT.replace('\'', '"'));
  }

  @Test
  void read_aCloudEventWithBothKeys_isOrderedByTheFieldKey() throws RecordException {
    String both = CLOUD_EVENT.replace("'partitionkey'", "'key':'k','partitionkey'");

    assertThat(read(BodyFormat.CLOUDEVENT, both).get(0).key()).isEqualTo("k");
  }

  @Test
  void read_aBatchOfCloudEvents_isAnEventForEach() throws RecordException {
    String batch = "[" + CLOUD_EVENT + "," + CLOUD_EVENT.replace("c-1", "c-2") + "]";

    assertThat(read(BodyFormat.CLOUDEVENTS, batch))
        .extracting(Event::id)
        .containsExactly("c-1", "c-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'specversion':'1.0' | 'x':1 | specversion must be 1.0, and is missing: line=1 column=1",
        "'1.0' | '0.3' | specversion must be 1.0: specversion=0.3 line=1 column=1",
        "'id':'c-1', | `` | a CloudEvent must have id: line=1 column=1",
        "'id':'c-1' | 'id':'' | a CloudEvent must have id: line=1 column=1",
        "'source':'/sensors/1', | `` | a CloudEvent must have source: line=1 column=1",
        "'com.example.heat' | null | a CloudEvent must have type: line=1 column=1",
      })
  void read_whatIsNoCloudEvent_isNamed(String part, String instead, String detail) {
    RecordException e = refused(BodyFormat.CLOUDEVENT, CLOUD_EVENT.replace(part, instead));

    assertThat(e.kind()).isEqualTo(RecordException.Kind.FIELD);
    assertThat(e.detail()).isEqualTo(detail);
  }

  @Test
  void read_anArrayWhereOneCloudEventIsMeant_saysSo_andTheOtherWayAround() {
    assertThat(refused(BodyFormat.CLOUDEVENT, "[" + CLOUD_EVENT + "]").detail())
        .isEqualTo("the body must be an object: line=1 column=1");
    assertThat(refused(BodyFormat.CLOUDEVENTS, CLOUD_EVENT).detail())
        .isEqualTo("the body must be an array: line=1 column=1");
  }

  @Test
  void read_withATraceInTheHeader_givesItToEventsWithoutTheirOwn() throws RecordException {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    byte[] body = "[{},{\"traceparent\":\"own\"}]".getBytes(StandardCharsets.UTF_8);

    assertThat(reader.read(BodyFormat.JSON, body, body.length, Map.of("traceparent", trace)::get))
        .extracting(Event::traceparent)
        .containsExactly(trace, "own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      })
  void read_withAMalformedTraceInTheHeader_goesOnWithoutIt(String header) throws RecordException {
    byte[] body = "x".getBytes(StandardCharsets.UTF_8);

    assertThat(reader.read(BodyFormat.TEXT, body, 1, Map.of("traceparent", header)::get))
        .extracting(Event::traceparent)
        .containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void read_ofADamagedArray_acceptsItExactlyWhenAModelDoes_andCountsItsRecords(long seed) {
    JsonMapper strict =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    SplittableRandom random = new SplittableRandom(seed);
    String whole = "[{\"id\":\"a\",\"x\":[{},\"]{\"]}, {\"k\":{\"a\":\"\\\"{\"}} ,\n{}]";
    String spice = "{}[]\",:\\ 1n";
    int accepted = 0;
    for (int run = 0; run < 20_000; run++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int left = random.nextInt(3); left > 0; left--) {
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, spice.charAt(random.nextInt(spice.length())));
      }
      byte[] body = damaged.toString().getBytes(StandardCharsets.UTF_8);
      int expected = records(strict, damaged.toString());
      int found = recordsRead(body);
      assertThat(found).as(damaged.toString()).isEqualTo(expected);
      if (found > 0) {
        assertThat(JsonDocument.count(body, body.length)).as(damaged.toString()).isEqualTo(found);
        accepted++;
      }
    }
    assertThat(accepted).isBetween(5_000, 19_000);
  }

  private int recordsRead(byte[] body) {
    try {
      return reader.read(BodyFormat.JSON, body, body.length, name -> null).size();
    } catch (RecordException e) {
      assertThat(e.detail()).isNotEmpty();
      return 0;
    }
  }

  /** How many records the model finds; 0 when they are none, or one has an id of another kind. */
  private static int records(JsonMapper strict, String text) {
    JsonNode document;
    try {
      document = strict.readTree(text);
    } catch (JacksonException e) {
      return 0;
    }
    if (document.isObject()) {
      return isRecord(document) ? 1 : 0;
    }
    for (JsonNode element : document) {
      if (!isRecord(element)) {
        return 0;
      }
    }
    return document.isArray() ? document.size() : 0;
  }

  private static boolean isRecord(JsonNode node) {
    JsonNode id = node.path("id");
    return node.isObject()
        && (id.isMissingNode()
            || id.isNull()
            || id.isNumber()
            || (id.isString() && !id.asString().isEmpty()))
        && (node.path("key").isMissingNode() || node.path("key").isValueNode());
  }

  private List<Event> read(BodyFormat format, String body) throws RecordException {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return reader.read(format, bytes, bytes.length, name -> null);
  }

  private RecordException refused(BodyFormat format, String body) {
    return catchThrowableOfType(RecordException.class, () -> read(format, body));
  }

  private static String payload(Event event) {
    return new String(
        event.payloadArray(), event.payloadOffset(), event.payloadLength(), StandardCharsets.UTF_8);
  }
}
