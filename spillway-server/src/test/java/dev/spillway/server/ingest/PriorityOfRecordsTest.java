package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.Classification.Rule;
import dev.spillway.server.config.Classification.Source;
import dev.spillway.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityOfRecordsTest {
  private static final RecordReader READER =
      reader(
          new Rule(Source.FIELD, "severity", Map.of("fatal", Priority.CRITICAL), null),
          new Rule(Source.HEADER, "X-Class", Map.of("gold", Priority.HIGH), null),
          new Rule(Source.PATH, "/data/level", Map.of("7", Priority.LOW), null),
          new Rule(Source.PATH, "/tags/1/a~1b", Map.of("true", Priority.BULK), null));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'priority':'critical'}                | HIGH | gold | CRITICAL",
        "{'priority':'Urgent'}                  |      |      | HIGH",
        "{'priority':null,'severity':'fatal'}   | bulk |      | BULK",
        "{'severity':'fatal'}                   | Medium |    | NORMAL",
        "{'severity':'FATAL'}                   |      | gold | CRITICAL",
        "{'severity':'unheard of'}              |      | Gold | HIGH",
        "{'severity':'info','data':{'level':7}} |      |      | LOW",
        "{'data':{'x':{'level':7},'level':'7'}} |      |      | LOW",
        "{'level':7,'data':{'deep':{'level':7}}}|      |      | NORMAL",
        "{'data':[{'level':7}]}                 |      |      | NORMAL",
        "{'tags':[{'a/b':true},{'a/b':true}]}   |      |      | BULK",
        "{'tags':[{'a/b':true},[]]}             |      |      | NORMAL",
        "{'severity':{'fatal':1}}               |      |      | NORMAL",
        "{}                                     |      |      | NORMAL",
      })
  void thePriority_isTheFields_elseTheHeaders_elseTheFirstRules_elseTheDefault(
      String record, @Nullable String priority, @Nullable String other, Priority expected)
      throws RecordException {
    Function<String, @Nullable String> headers =
        name ->
            switch (name) {
              case "Spillway-Priority" -> priority;
              case "X-Class" -> other;
              default -> null;
            };

    assertThat(read(READER, record.replace('\'', '"'), headers).priority()).isEqualTo(expected);
  }

  @Test
  void aRuleThatSaysOtherwise_decidesWhenItsValueIsMissingOrUnknown() throws RecordException {
    RecordReader reader =
        reader(
            new Rule(Source.FIELD, "type", Map.of("alarm", Priority.HIGH), Priority.LOW),
            new Rule(Source.FIELD, "severity", Map.of("fatal", Priority.CRITICAL), null));

    assertThat(read(reader, "{\"type\":\"alarm\"}", name -> null).priority())
        .isEqualTo(Priority.HIGH);
    assertThat(read(reader, "{\"severity\":\"fatal\"}", name -> null).priority())
        .isEqualTo(Priority.LOW);
  }

  @Test
  void aLineOfText_hasTheHeadersPriority_elseWhatRulesForHeadersSay() throws RecordException {
    byte[] body = "text".getBytes(StandardCharsets.UTF_8);

    assertThat(READER.read(BodyFormat.TEXT, body, 4, name -> null).get(0).priority())
        .isEqualTo(Priority.NORMAL);
    assertThat(
            READER.read(BodyFormat.TEXT, body, 4, Map.of("X-Class", "gold")::get).get(0).priority())
        .isEqualTo(Priority.HIGH);
    assertThat(
            READER
                .read(BodyFormat.TEXT, body, 4, Map.of("Spillway-Priority", "low")::get)
                .get(0)
                .priority())
        .isEqualTo(Priority.LOW);
  }

  @Test
  void aHeaderThatNamesNoPriority_isRefused() {
    assertThatThrownBy(() -> read(READER, "{}", Map.of("Spillway-Priority", "top")::get))
        .isInstanceOf(RecordException.class)
        .hasMessage(
            "Spillway-Priority must be one of bulk, critical, high, low, medium, normal, urgent:"
                + " Spillway-Priority=top");
  }

  @Test
  void aRulesValueThatAppearsTwice_isRefused() {
    assertThatThrownBy(
            () -> read(READER, "{\"severity\":\"fatal\",\"severity\":\"info\"}", name -> null))
        .isInstanceOf(RecordException.class)
        .hasMessage("severity must appear once: line=1 field=severity");
  }

  @Test
  void aPathThatIsNoJsonPointer_isRefusedWhenTheReaderIsMade() {
    assertThatThrownBy(() -> reader(new Rule(Source.PATH, "data.level", Map.of(), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path must start with a slash: path=data.level");
  }

  private static Event read(
      RecordReader reader, String record, Function<String, @Nullable String> headers)
      throws RecordException {
    byte[] body = record.getBytes(StandardCharsets.UTF_8);
    return reader.read(BodyFormat.JSON_LINES, body, body.length, headers::apply).get(0);
  }

  private static RecordReader reader(Rule... rules) {
    return new RecordReader(
        TestQueues.queue("q", DiskMode.NONE, TestQueues.classification(rules)),
        new BodyLimits(1 << 24, 1 << 20, 100_000),
        () -> "x",
        new ManualTime(1));
  }
}
