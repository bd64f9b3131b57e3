package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spillway.queue.Content;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {
  private static final int MAX_RECORD_BYTES = 200;

  private final ManualTime time = new ManualTime(1);
  private final AtomicInteger given = new AtomicInteger();

  @Test
  void readJson_aRecordWithEveryField_isAnEventWithThem() throws RecordException {
    String record =
        "{\"id\":\"a-1\",\"type\":\"t\",\"tenant\":\"acme\",\"key\":\"k\",\"deadline\":\"+250ms\","
            + "\"traceparent\":\"00-1-2-01\",\"data\":{\"id\":\"other\"}}";

    Event event = read(record).get(0);

    assertThat(event.id()).isEqualTo("a-1");
    assertThat(event.type()).isEqualTo("t");
    assertThat(event.tenant()).isEqualTo("acme");
    assertThat(event.key()).isEqualTo("k");
    assertThat(event.traceparent()).isEqualTo("00-1-2-01");
    assertThat(event.deadlineMillis()).isEqualTo(time.epochMillis() + 250);
    assertThat(event.content()).isEqualTo(Content.JSON);
    assertThat(payload(event)).isEqualTo(record);
  }

  @Test
  void readJson_numbersAsTexts_areTakenAsTheyAreWritten() throws RecordException {
    Event event = read("{\"id\":4711,\"tenant\":1e2,\"key\":-0.50}").get(0);

    assertThat(event.id()).isEqualTo("4711");
    assertThat(event.tenant()).isEqualTo("1e2");
    assertThat(event.key()).isEqualTo("-0.50");
  }

  @Test
  void readJson_withoutIds_givesEachEventOne() throws RecordException {
    List<Event> events = read("{}\n{\"id\":null}\n{\"id\":\"x\"}");

    assertThat(events).extracting(Event::id).containsExactly("id-0", "id-1", "x");
  }

  @Test
  void readJson_blankLinesAndAnyLineEnd_leaveTheRecordsBytesAsTheyWere() throws RecordException {
    List<Event> events = read("\n {\"a\": 1} \r\n\r\n \t\n{\"b\":2}\r\n{\"c\":\"ü\"}");

    assertThat(events)
        .extracting(RecordReaderTest::payload)
        .containsExactly(" {\"a\": 1} ", "{\"b\":2}", "{\"c\":\"ü\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1};{'a':x} | 2 | 6 | Unrecognized token 'x': was expecting (JSON String, Number,"
            + " Array, Object or token 'null', 'true' or 'false'): line=2 column=6",
        ";;{'ü':1, nope} | 3 | 9 | Unexpected character ('n' (code 110)): was expecting"
            + " double-quote to start property name: line=3 column=9",
        "{'a': | 1 | 6 | the line ends within the record: line=1 column=6",
        "{'a':;1} | 1 | 6 | the line ends within the record: line=1 column=6",
        "{'a':'b | 1 | 8 | the line ends within the record: line=1 column=8",
        "{'a':1}{} | 1 | 8 | a line must hold one record: line=1 column=8",
        "[1] | 1 | 1 | a record must be a JSON object; an array is sent as application/json: line=1",
        "'text' | 1 | 1 | a record must be a JSON object: line=1",
        "{};12 | 2 | 1 | a record must be a JSON object: line=2",
        "{'a':01} | 1 | 7 | Invalid numeric value: Leading zeroes not allowed: line=1 column=7",
      })
  void readJson_aMalformedRecord_isNamedByLineAndColumn(
      String body, int line, int column, String detail) {
    RecordException e = fail(body.replace('\'', '"').replace(';', '\n').replace("\"x\"", "'x'"));

    assertThat(e.kind()).isEqualTo(RecordException.Kind.MALFORMED);
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.column()).isEqualTo(column);
    assertThat(e.detail().replace('"', '\'')).isEqualTo(detail);
  }

  @Test
  void readJson_whatTheParserTellsItsProgrammer_isNotTold() {
    RecordException nan = catchThrowableOfType(RecordException.class, () -> read("{\"a\":NaN}"));
    RecordException mark = catchThrowableOfType(RecordException.class, () -> read("\ufeff{}"));

    assertThat(nan.detail()).isEqualTo("Non-standard token 'NaN': line=1 column=9");
    assertThat(mark.detail()).contains("\\ufeff").doesNotContain("\ufeff");
  }

  @Test
  void readJson_bytesThatAreNotUtf8_areNamedByPosition() {
    byte[] body = "{}\n{\"ü\":\"a?\"}".getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xC3;

    RecordException e =
        catchThrowableOfType(
            RecordException.class,
            () ->
                reader(DiskMode.NONE).read(BodyFormat.JSON_LINES, body, body.length, name -> null));

    assertThat(e.detail()).isEqualTo("the record is not valid UTF-8: line=2 column=8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':{}} | id | id must be a string or a number: line=1 field=id",
        "{'id':''} | id | id must not be empty line=1",
        "{'tenant':[1]} | tenant | tenant must be a string or a number: line=1 field=tenant",
        "{'key':true} | key | key must be a string or a number: line=1 field=key",
        "{'deadline':5} | deadline | deadline must be a string: line=1 field=deadline",
        "{'deadline':'soon'} | deadline | deadline must be RFC 3339 or like +250ms:"
            + " deadline=soon line=1",
        "{'deadline':'+5d'} | deadline | deadline must be RFC 3339 or like +250ms:"
            + " deadline=+5d line=1",
        "{'id':'a','id':'b'} | id | id must appear once: line=1 field=id",
        "{'key':'\\ud800'} | key | key must not have unpaired surrogates line=1",
        "{'priority':'first'} | priority | priority must be one of bulk, critical, high, low,"
            + " medium, normal, urgent: priority=first line=1",
      })
  void readJson_aFieldWithAValueItMayNotHave_isNamed(String body, String field, String detail) {
    RecordException e = fail(body.replace('\'', '"'));

    assertThat(e.kind()).isEqualTo(RecordException.Kind.FIELD);
    assertThat(e.line()).isEqualTo(1);
    assertThat(e.field()).isEqualTo(field);
    assertThat(e.detail()).isEqualTo(detail);
  }

  @Test
  void readJson_anIdThatIsTooLong_isNamed() {
    RecordReader reader =
        new RecordReader(
            TestQueues.queue("q", DiskMode.NONE, TestQueues.classification()),
            new BodyLimits(1 << 24, 1 << 20, 100_000),
            () -> "x",
            time);
    byte[] body = ("{\"id\":\"" + "i".repeat(5000) + "\"}").getBytes(StandardCharsets.UTF_8);

    RecordException e =
        catchThrowableOfType(
            RecordException.class,
            () -> reader.read(BodyFormat.JSON_LINES, body, body.length, name -> null));

    assertThat(e.field()).isEqualTo("id");
    assertThat(e.detail()).startsWith("id must have at most 4096 bytes: id=iii").endsWith("line=1");
  }

  @Test
  void readJson_otherNamesThatRepeat_areNotLookedAt() throws RecordException {
    assertThat(read("{\"a\":1,\"a\":2,\"data\":{\"id\":1,\"id\":2}}")).hasSize(1);
  }

  @Test
  void readJson_aLineThatIsTooLong_isNamed() {
    RecordException e = fail("{}\n{\"a\":\"" + "x".repeat(MAX_RECORD_BYTES) + "\"}\n");

    assertThat(e.kind()).isEqualTo(RecordException.Kind.TOO_LARGE);
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.detail()).isEqualTo("a record must have at most 200 bytes: line=2");
  }

  @Test
  void readJson_aBodyOfBlankLines_holdsNoRecords() {
    assertThat(fail(" \n\r\n").detail()).isEqualTo("the body holds no records");
  }

  @Test
  void readText_everyLineIsAnEvent_whateverItSays() throws RecordException {
    byte[] body = "first\r\n\n{\"id\":\"not read\"}\n \nlast".getBytes(StandardCharsets.UTF_8);

    List<Event> events =
        reader(DiskMode.NONE).read(BodyFormat.TEXT, body, body.length, name -> null);

    assertThat(events)
        .extracting(RecordReaderTest::payload)
        .containsExactly("first", "{\"id\":\"not read\"}", " ", "last");
    assertThat(events).extracting(Event::content).containsOnly(Content.BYTES);
    assertThat(events).extracting(Event::id).containsExactly("id-0", "id-1", "id-2", "id-3");
  }

  @Test
  void readJson_forAWriteAheadQueue_putsWindowsOnTheBody() throws RecordException {
    byte[] body = "{\"a\":1}\n{\"b\":2}\n".getBytes(StandardCharsets.UTF_8);

    assertThat(
            reader(DiskMode.WRITE_AHEAD)
                .read(BodyFormat.JSON_LINES, body, body.length, name -> null))
        .extracting(Event::payloadArray)
        .containsOnly(body);
  }

  @Test
  void readJson_forAQueueThatHoldsEventsInMemory_keepsNoBodyAliveForASmallPart()
      throws RecordException {
    byte[] body = "{\"a\":1}\n{\"b\":2}\n".getBytes(StandardCharsets.UTF_8);

    assertThat(
            reader(DiskMode.OVERFLOW).read(BodyFormat.JSON_LINES, body, body.length, name -> null))
        .extracting(event -> event.payloadArray().length)
        .containsOnly(7);
  }

  private List<Event> read(String body) throws RecordException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return reader(DiskMode.NONE).read(BodyFormat.JSON_LINES, bytes, bytes.length, name -> null);
  }

  private RecordException fail(String body) {
    return catchThrowableOfType(RecordException.class, () -> read(body));
  }

  private RecordReader reader(DiskMode mode) {
    return new RecordReader(
        TestQueues.queue("q", mode, TestQueues.classification()),
        new BodyLimits(1 << 20, MAX_RECORD_BYTES, 100_000),
        () -> "id-" + given.getAndIncrement(),
        time);
  }

  private static String payload(Event event) {
    return StandardCharsets.UTF_8.decode(event.payload()).toString();
  }
}
