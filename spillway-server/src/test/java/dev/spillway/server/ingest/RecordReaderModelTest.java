package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Damaged records against a plain model: Jackson's tree of the line, and the JDK's decoder. */
class RecordReaderModelTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String[] RECORDS = {
    "{\"id\":\"a-1\",\"type\":\"ssh\",\"key\":\"24200\",\"data\":{\"m\":\"x [1.2.3.4] \\u00fc\"}}",
    "{ \"a\" : [1, 2.5e3, -0, true, false, null, {\"b\":[]}], \"tenant\" : \"Bücher €😀\" }",
    "{\"n\":12345678901234567890,\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
    "{}",
  };
  private static final byte[] SPICE =
      "{}[]\",:\\x019-+.eEtfnul \t\r/*'\u0000\u007f".getBytes(StandardCharsets.UTF_8);

  private final RecordReader reader =
      new RecordReader(
          TestQueues.queue("q", DiskMode.NONE, TestQueues.classification()),
          new BodyLimits(1 << 24, 1 << 20, 100_000),
          () -> "given",
          new ManualTime(1));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readJson_ofADamagedRecord_acceptsItExactlyWhenTheModelDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;
    for (int run = 0; run < 20_000; run++) {
      byte[] line = damaged(random);
      String shown = new String(line, StandardCharsets.UTF_8);
      List<Event> events = read(line);
      JsonNode model = model(line);
      assertThat(events != null).as(shown).isEqualTo(model != null);
      if (events != null && model != null) {
        assertThat(events.get(0).id()).as(shown).isEqualTo(model.path("id").asString("given"));
        accepted++;
      }
    }
    assertThat(accepted).isBetween(1000, 19_000);
  }

  private static byte[] damaged(SplittableRandom random) {
    byte[] line = RECORDS[random.nextInt(RECORDS.length)].getBytes(StandardCharsets.UTF_8);
    for (int left = random.nextInt(3); left > 0; left--) {
      int at = random.nextInt(line.length + 1);
      byte with = random.nextInt(8) == 0 ? (byte) random.nextInt(256) : spice(random);
      int kept = random.nextInt(2) == 0 ? at : Math.min(line.length, at + 1);
      byte[] next = new byte[at + 1 + line.length - kept];
      System.arraycopy(line, 0, next, 0, at);
      next[at] = with == '\n' ? (byte) ' ' : with;
      System.arraycopy(line, kept, next, at + 1, line.length - kept);
      line = random.nextInt(20) == 0 ? Arrays.copyOf(next, random.nextInt(next.length)) : next;
    }
    return line;
  }

  private static byte spice(SplittableRandom random) {
    return SPICE[random.nextInt(SPICE.length)];
  }

  private @Nullable List<Event> read(byte[] line) {
    try {
      return reader.read(BodyFormat.JSON_LINES, line, line.length, name -> null);
    } catch (RecordException e) {
      assertThat(e.detail()).isNotEmpty();
      assertThat(e.column()).isBetween(0, line.length + 1);
      return null;
    }
  }

  /** The record, or null when it is none, or has a field of the wrong kind or twice. */
  private static @Nullable JsonNode model(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), line)) {
      return null;
    }
    try {
      JsonNode record = STRICT.readTree(text);
      return record.isObject() && isText(record, "id") ? record : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static boolean isText(JsonNode record, String field) {
    JsonNode value = record.path(field);
    return value.isMissingNode()
        || value.isNumber()
        || (value.isString() && !value.asString().isEmpty());
  }
}
