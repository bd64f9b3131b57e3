package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.Classification.Rule;
import dev.spillway.server.config.Classification.Source;
import dev.spillway.time.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Security events, real ones where a folder of them is named, otherwise of the same shape. */
class RealRecordsTest {
  private static final Map<String, Priority> SEVERITIES =
      Map.of(
          "critical", Priority.CRITICAL,
          "high", Priority.HIGH,
          "medium", Priority.NORMAL,
          "low", Priority.LOW,
          "none", Priority.BULK);

  @Test
  void everyRecord_hasItsFieldsAndThePriorityOfItsSeverity() throws Exception {
    List<String> lines = lines();
    byte[] body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    RecordReader reader =
        new RecordReader(
            TestQueues.queue(
                "q",
                DiskMode.WRITE_AHEAD,
                TestQueues.classification(new Rule(Source.FIELD, "severity", SEVERITIES, null))),
            new BodyLimits(1 << 24, 1 << 20, 100_000),
            () -> "none",
            new ManualTime(1));

    List<Event> events = reader.read(BodyFormat.JSON_LINES, body, body.length, name -> null);

    assertThat(events).hasSameSizeAs(lines);
    for (int index = 0; index < lines.size(); index++) {
      JsonNode record = new JsonMapper().readTree(lines.get(index));
      Event event = events.get(index);
      assertThat(event.id()).isEqualTo(record.path("id").asString());
      assertThat(event.tenant()).isEqualTo(record.path("tenant").asString());
      assertThat(event.key()).isEqualTo(record.path("key").asString());
      assertThat(event.priority()).isEqualTo(SEVERITIES.get(record.path("severity").asString()));
      assertThat(StandardCharsets.UTF_8.decode(event.payload()).toString())
          .isEqualTo(lines.get(index));
    }
  }

  private static List<String> lines() throws IOException {
    String folder = System.getProperty("spillway.sample-data", "");
    if (!folder.isEmpty()) {
      return Files.readAllLines(Path.of(folder, "ssh-security.ndjson"));
    }
    List<String> severities = List.of("critical", "high", "medium", "low", "none");
    return IntStream.range(0, 2000)
        .mapToObj(
            number ->
                "{\"id\": \"ssh-%05d\", \"type\": \"ssh.E%d\", \"severity\": \"%s\", \"tenant\": \"Lab\","
                        .formatted(number, number % 27, severities.get(number % 5))
                    + " \"key\": \"%d\", \"data\": {\"message\": \"Invalid user from 10.0.0.1\"}}"
                        .formatted(number / 10))
        .toList();
  }
}
