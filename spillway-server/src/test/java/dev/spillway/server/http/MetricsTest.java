package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.telemetry.Telemetry;
import dev.spillway.time.ManualTime;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MetricsTest {
  private final ManualTime time = new ManualTime(8);
  private final EventQueue orders =
      EventQueue.builder("orders").laneEvents(Priority.NORMAL, 2).time(time).build();
  private final EventQueue mail = EventQueue.builder("mail").build();
  private final TestServer server =
      new TestServer(TestServer.served(orders), TestServer.served(mail));

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"/metrics", "/api/v1/metrics/prometheus"})
  void prometheus_showsTheFiguresOfNow(String path) {
    for (int sent = 1; sent <= 2; sent++) {
      server.post("/api/v1/queues/orders/events", "text/plain", "one");

      HttpResponse<String> answer = server.get(path);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains(Telemetry.TEXT);
      assertThat(answer.body())
          .contains(
              "spillway_lane_memory_events{priority=\"normal\",queue=\"orders\"} " + sent,
              "spillway_lane_memory_events{priority=\"normal\",queue=\"mail\"} 0",
              "spillway_http_bodies_bytes 0",
              "jvm_memory_used_bytes{");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.4,*/*;q=0.1 | open",
        "application/openmetrics-text | open",
        "text/plain;q=0.9,application/openmetrics-text;q=0.8 | text",
        "application/json | text",
        "*/* | text"
      })
  void prometheus_answersInTheFormThatIsLikedBest(String accept, String form) {
    HttpResponse<String> answer =
        server.send(HttpRequest.newBuilder(server.uri("/metrics")).header("Accept", accept));

    boolean open = form.equals("open");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains(open ? Telemetry.OPEN_METRICS : Telemetry.TEXT);
    assertThat(answer.body().endsWith("# EOF\n")).isEqualTo(open);
  }

  @Test
  @DisplayName("B7: figures of every queue under the old path")
  void queue_showsEveryQueuesFigures() {
    JsonNode answer = json(server.get("/api/v1/metrics/queue"));

    assertThat(answer).isEqualTo(json(server.get("/api/v1/queues")));
    assertThat(answer.path("queues").size()).isEqualTo(2);
  }

  @Test
  @DisplayName("B7: the short form, and the reset")
  void summary_tellsDepthHealthAndRate() {
    server.post("/api/v1/queues/orders/events", "text/plain", "1\n2\n3\n4");
    time.advance(Duration.ofSeconds(2));

    assertThat(server.get("/api/v1/metrics/queue/summary").body())
        .isEqualTo(
            "{\"queues\":[{\"name\":\"mail\",\"depth\":0,\"circuit\":\"closed\",\"health\":\"healthy\","
                + "\"deliveredPerSecond\":0.0},{\"name\":\"orders\",\"depth\":2,"
                + "\"circuit\":\"closed\",\"health\":\"warning\",\"deliveredPerSecond\":0.0}]}");

    HttpResponse<String> reset =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/v1/metrics/backpressure/reset"))
                .POST(BodyPublishers.noBody()));

    assertThat(reset.statusCode()).isEqualTo(200);
    assertThat(reset.body())
        .isEqualTo(
            "{\"queues\":[{\"name\":\"mail\",\"circuit\":\"closed\"},"
                + "{\"name\":\"orders\",\"circuit\":\"closed\"}]}");
    assertThat(server.get("/api/v1/metrics/queue/summary").body())
        .doesNotContain("\"health\":\"warning\"");
    assertThat(server.get("/api/v1/metrics/backpressure/reset").statusCode()).isEqualTo(405);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }
}
