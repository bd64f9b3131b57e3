package dev.spillway.server.http;

import static dev.spillway.server.http.TestServer.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.Strategy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BufferCallsTest {
  private final EventQueue queue =
      EventQueue.builder("default")
          .strategy(Strategy.THROTTLE)
          .laneEvents(Priority.LOW, 10)
          .build();

  @Test
  void stats_speakOfTheDefaultQueue() {
    try (TestServer server = filled()) {
      JsonNode stats = json(server, "/buffer/stats");

      assertThat(stats.path("queue").asString()).isEqualTo("default");
      assertThat(stats.path("held").asInt()).isEqualTo(11);
      assertThat(stats.at("/heldByPriority/low").asInt()).isEqualTo(10);
      assertThat(stats.path("inMemory").asInt()).isEqualTo(11);
      assertThat(stats.path("offered").asInt()).isEqualTo(13);
      assertThat(stats.path("refused").asInt()).isEqualTo(2);
      assertThat(stats.path("diskBytes").isNull()).isTrue();
    }
  }

  @Test
  void backpressure_tellsWhetherItIsOnAndWhere() {
    try (TestServer server = filled()) {
      JsonNode pressure = json(server, "/buffer/backpressure");

      assertThat(pressure.path("active").asBoolean()).isTrue();
      assertThat(pressure.path("strategy").asString()).isEqualTo("throttle");
      assertThat(pressure.path("highMark").asDouble()).isEqualTo(0.8);
      assertThat(pressure.at("/lanes/low/on").asBoolean()).isTrue();
      assertThat(pressure.at("/lanes/high/on").asBoolean()).isFalse();
    }
  }

  @Test
  void flowControl_tellsOfBatchesAndTheCircuitThatCanBeReset() {
    try (TestServer server = filled()) {
      server.post("/api/v1/queues/default/circuit-breaker/open", "application/json", "");
      JsonNode control = json(server, "/buffer/flow-control");
      assertThat(control.path("batchEvents").asInt()).isEqualTo(1000);
      assertThat(control.at("/circuit/state").asString()).isEqualTo("open");

      assertThat(server.post("/buffer/circuit-breaker/reset", NDJSON, "").body())
          .contains("\"state\":\"closed\"");
      assertThat(json(server, "/buffer/flow-control").at("/circuit/state").asString())
          .isEqualTo("closed");
    }
  }

  @Test
  void posts_ofAnythingButTheirNumber_changeNothing() {
    try (TestServer server = filled()) {
      for (String body :
          new String[] {"", "7", "{\"rate\":\"x\"}", "{\"rate\":1,\"b\":2}", "[1]"}) {
        var answer = server.post("/buffer/flow-control/rate", "application/json", body);

        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(answer.body())
            .contains("the body must be an object such as {\\\"rate\\\": 1000}");
      }
    }
  }

  @Test
  void stats_noQueueCalledDefault_saysSo() {
    EventQueue other = EventQueue.builder("other").build();
    try (TestServer server = new TestServer(TestServer.served(other))) {
      assertThat(server.get("/buffer/stats").statusCode()).isEqualTo(404);
      assertThat(server.get("/buffer/stats").body())
          .contains("queue must be one of other: queue=default");
    }
  }

  private TestServer filled() {
    TestServer server = new TestServer(TestServer.served(queue));
    String lines = "{\"priority\":\"low\"}\n".repeat(12) + "{\"priority\":\"high\"}\n";
    assertThat(server.post("/api/v1/queues/default/events", NDJSON, lines).statusCode())
        .isEqualTo(202);
    return server;
  }

  private static JsonNode json(TestServer server, String path) {
    return JsonMapper.shared().readTree(server.get(path).body());
  }
}
