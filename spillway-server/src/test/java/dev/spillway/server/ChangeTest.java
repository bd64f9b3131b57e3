package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Mode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.Strategy;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Queues that are changed while the gateway runs, and asked why they decide as they do. */
class ChangeTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private @TempDir Path directory;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    List<String> keys =
        List.of(
            "http.port=0",
            "shutdown.drain=0s",
            "data.directory=" + directory.resolve("data"),
            "queues.q.disk.mode=none",
            "queues.q.lanes.low=10");
    gateway =
        Gateway.start(
            ConfigReader.read(new ConfigInputs(null, Map.of(), keys)), queue -> new AwaySink());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private EventQueue queue() {
    return Objects.requireNonNull(gateway.queues().get("q"));
  }

  private HttpResponse<String> patch(String type, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(""))
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", type)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String rest) {
    return gateway.url().resolve("/api/v1/queues/q" + rest);
  }

  private JsonNode problem(String body, int status) throws Exception {
    HttpResponse<String> response = patch("application/json", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return json.readTree(response.body());
  }

  private HttpResponse<String> send(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/events"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/x-ndjson")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @DisplayName("A4: the strategy and all that goes with it are changed while the queue runs")
  void patch_severalKeys_changesThemTogether() throws Exception {
    HttpResponse<String> response =
        patch(
            "application/json; charset=utf-8",
            """
            {"strategy": "shed", "shed-share": 0.5, "backpressure": {"high-mark": 0.9},
             "rate": {"mode": "monitor", "events-per-second": 1000, "reserved": {"critical": 0.2}},
             "tenants.mode": "enforce", "tenants.quotas": {"acme": 5},
             "delivery": {"batch-events": 7}}
            """);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(json.readTree(response.body()).path("strategy").asString()).isEqualTo("shed");
    assertThat(queue().policy().strategy()).isEqualTo(Strategy.SHED);
    assertThat(queue().policy().shedShare()).isEqualTo(0.5);
    assertThat(queue().policy().waterMarks().high()).isEqualTo(0.9);
    assertThat(queue().policy().rateMode()).isEqualTo(Mode.MONITOR);
    assertThat(queue().policy().rate().eventsPerSecond()).isEqualTo(1000);
    assertThat(queue().policy().tenants().quota().named()).containsOnlyKeys("acme");
  }

  @Test
  void patch_aLongBody_isLoggedOnOneLineOfBoundedLength() throws Exception {
    try (LogLines log = LogLines.of(RunningQueue.class)) {
      patch("application/json", "{\n\"strategy\": \"shed\"" + " ".repeat(10_000) + "}");

      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .startsWith("INFO event=queue-changed queue=q change=\"{\\u000a\\\"strategy\\\": ")
          .hasSizeLessThan(3_000);
    }
  }

  @Test
  void patch_twice_keepsWhatTheFirstSaid() throws Exception {
    patch("application/json", "{\"strategy\": \"shed\"}");
    patch("application/json", "{\"shed-share\": 0.1}");
    assertThat(queue().policy().strategy()).isEqualTo(Strategy.SHED);
    assertThat(queue().policy().shedShare()).isEqualTo(0.1);
    JsonNode answer = json.readTree(patch("application/json", "{\"shed-share\": null}").body());
    assertThat(queue().policy().shedShare()).isEqualTo(0.3);
    assertThat(answer.path("settings").path("shed-share").asDouble()).isEqualTo(0.3);
    assertThat(answer.path("settings").path("strategy").asString()).isEqualTo("shed");
  }

  @Test
  void patch_oneMistake_changesNothingAndNamesAllMistakes() throws Exception {
    JsonNode problem =
        problem("{\"strategy\": \"throttle\", \"shed-share\": 7, \"colour\": \"red\"}", 400);
    assertThat(problem.path("type").asString()).endsWith("invalid-change");
    assertThat(problem.path("mistakes").size()).isEqualTo(2);
    assertThat(problem.path("detail").asString())
        .contains("queues.q.shed-share must be a number from 0.01 to 1: shed-share=7")
        .contains("queues.q.colour is not a key");
    assertThat(queue().policy().strategy()).isEqualTo(Strategy.DROP);
  }

  @Test
  void patch_keyThatNeedsARestart_saysSo() throws Exception {
    assertThat(problem("{\"memory-bytes\": \"8MB\"}", 400).path("detail").asString())
        .contains("memory-bytes cannot be changed while the gateway runs");
  }

  @Test
  void patch_relationBetweenKeysIsBroken_changesNothing() throws Exception {
    assertThat(problem("{\"strategy\": \"spill\"}", 400).path("detail").asString())
        .contains("must not be spill when disk.mode is none");
    assertThat(problem("{\"backpressure\": {\"low-mark\": 0.95}}", 400).path("detail").asString())
        .contains("low-mark must be below backpressure.high-mark");
    assertThat(queue().policy().waterMarks().low()).isEqualTo(0.6);
  }

  @Test
  void patch_nonsense_isAProblemAndNothingElse() throws Exception {
    problem("", 400);
    problem("{}", 400);
    problem("[1]", 400);
    problem("{\"strategy\":", 400);
    problem("{\"a\":" + "[".repeat(500), 400);
    problem("x".repeat(70_000), 413);
    problem("strategy: shed", 400);
    problem("{'strategy': 'shed'}", 400);
    assertThat(problem("{\"shed-share\": 0.5,}", 400).path("detail").asString())
        .isEqualTo("body:1:20: the body must be JSON in UTF-8");
    HttpResponse<String> form = patch("text/plain", "{\"strategy\": \"shed\"}");
    assertThat(form.statusCode()).isEqualTo(403);
    assertThat(form.body()).contains("admin-header");
    assertThat(queue().policy().strategy()).isEqualTo(Strategy.DROP);
  }

  @Test
  void patch_oneKeyByTwoNames_changesNothing() throws Exception {
    assertThat(
            problem("{\"rate.mode\": \"enforce\", \"rate\": {\"mode\": \"off\"}}", 400)
                .path("detail")
                .asString())
        .contains("rate.mode is given twice");
    assertThat(queue().policy().rateMode()).isEqualTo(Mode.OFF);
  }

  @Test
  void patch_manyAtOnce_eachHolds() throws Exception {
    for (int round = 1; round <= 30; round++) {
      List<String> changes =
          List.of(
              "{\"shed-share\": 0." + (100 + round) + "}",
              "{\"backpressure\": {\"high-mark\": 0." + (800 + round) + "}}",
              "{\"rate\": {\"burst\": " + round + "}}");
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (String change : changes) {
        answers.add(client.sendAsync(patchOf(change), HttpResponse.BodyHandlers.ofString()));
      }
      answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
      assertThat(queue().policy().shedShare()).isEqualTo((100 + round) / 1_000.0);
      assertThat(queue().policy().waterMarks().high()).isEqualTo((800 + round) / 1_000.0);
      assertThat(queue().policy().rate().burst()).isEqualTo(round);
    }
  }

  private HttpRequest patchOf(String body) {
    return HttpRequest.newBuilder(uri(""))
        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "application/json")
        .build();
  }

  @Test
  void explain_laneIsFull_saysWhatWouldAdmitTheEvent() throws Exception {
    send("{\"priority\":\"low\"}\n".repeat(12));
    JsonNode explained = get("/explain?priority=low&tenant=acme");
    assertThat(explained.path("decision").asString()).isEqualTo("refused");
    assertThat(explained.path("reason").asString()).isEqualTo("lane-full");
    JsonNode memory = explained.path("guards").get(explained.path("guards").size() - 1);
    assertThat(memory.path("guard").asString()).isEqualTo("memory");
    assertThat(memory.path("value").asInt()).isEqualTo(10);
    assertThat(memory.path("bound").asInt()).isEqualTo(10);
    assertThat(memory.path("advice").asString())
        .isEqualTo("strategy drop refuses; one free place in the lane would admit it");
    assertThat(get("/explain?priority=high").path("decision").asString()).isEqualTo("admitted");
  }

  @Test
  void explain_unknownPriorityOrParameter_isAProblem() throws Exception {
    assertThat(get("/explain?priority=top").path("detail").asString())
        .startsWith("priority must be one of bulk, critical, high, low, medium, normal, urgent:");
    assertThat(get("/explain?prio=low").path("detail").asString())
        .isEqualTo("parameters are priority, tenant: parameter=prio");
  }

  @Test
  void send_laneIsAboveItsHighMark_tellsTheProducerToWait() throws Exception {
    patch("application/json", "{\"strategy\": \"throttle\"}");
    assertThat(throttle(send("{\"priority\":\"low\"}\n".repeat(9)))).isEqualTo("0");
    assertThat(throttle(send("{\"priority\":\"low\"}\n"))).isEqualTo("23");
    HttpResponse<String> refused = send("{\"priority\":\"low\"}\n");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(throttle(refused)).isEqualTo("1000");
  }

  @Test
  void send_tenantIsAboveItsQuota_isAnswered429() throws Exception {
    patch("application/json", "{\"tenants\": {\"mode\": \"enforce\", \"quotas\": {\"acme\": 1}}}");
    assertThat(send("{\"tenant\":\"acme\"}\n").statusCode()).isEqualTo(202);
    HttpResponse<String> refused = send("{\"tenant\":\"acme\"}\n");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(json.readTree(refused.body()).path("refused").get(0).path("reason").asString())
        .isEqualTo("quota-exceeded");
    assertThat(send("{\"tenant\":\"other\"}\n").statusCode()).isEqualTo(202);
  }

  private static String throttle(HttpResponse<String> response) {
    return response.headers().firstValue("Spillway-Throttle-Ms").orElse("absent");
  }

  private JsonNode get(String rest) throws Exception {
    return json.readTree(
        client
            .send(HttpRequest.newBuilder(uri(rest)).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }
}
