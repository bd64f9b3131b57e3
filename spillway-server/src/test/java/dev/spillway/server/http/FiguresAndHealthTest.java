package dev.spillway.server.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.time.ManualTime;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FiguresAndHealthTest {
  private static final String NO_TIMES =
      "{\"count\":0,\"min\":0.0,\"mean\":0.0,\"p50\":0.0,\"p95\":0.0,\"p99\":0.0,\"max\":0.0}";

  private final ManualTime time = new ManualTime(3);
  private final HeldStore store = new HeldStore();
  private final EventQueue orders =
      EventQueue.builder("orders").time(time).laneEvents(Priority.LOW, 2).build();
  private final EventQueue alarms =
      EventQueue.builder("alarms").spill(store, DiskMode.WRITE_AHEAD).build();
  private volatile boolean sinkIsAway;
  private final TestServer server =
      new TestServer(
          TestServer.served(
              TestServer.served(orders).config(),
              orders,
              () -> sinkIsAway ? "nobody answers" : null),
          TestServer.served(alarms, DiskMode.WRITE_AHEAD));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aQueue_showsItsFigures() {
    server.post("/api/v1/queues/orders/events", "text/plain", "one\ntwo");

    JsonNode queue = json(server.get("/api/v1/queues/orders"));

    assertThat(queue.path("name").asString()).isEqualTo("orders");
    assertThat(queue.path("strategy").asString()).isEqualTo("drop");
    assertThat(queue.path("diskMode").asString()).isEqualTo("none");
    assertThat(queue.path("accepting").asBoolean()).isTrue();
    assertThat(queue.path("trouble").isNull()).isTrue();
    assertThat(queue.path("spill").isNull()).isTrue();
    assertThat(queue.path("memory").path("bytes").asLong()).isPositive();
    assertThat(queue.path("memory").path("boundBytes").asLong()).isEqualTo(64 << 20);
    assertThat(queue.path("deadLetters").asLong()).isZero();
    assertThat(queue.path("lanes").propertyNames())
        .containsExactly("critical", "high", "normal", "low", "bulk");
    JsonNode normal = queue.path("lanes").path("normal");
    assertThat(normal.path("inMemory").asLong()).isEqualTo(2);
    assertThat(normal.path("waitMillis").propertyNames())
        .containsExactly("count", "p50", "p95", "p99", "max");
    assertThat(normal.path("account").path("offered").asLong()).isEqualTo(2);
    assertThat(normal.path("account").path("held").asLong()).isEqualTo(2);
    assertThat(normal.path("account").path("exact").asBoolean()).isTrue();
    assertThat(queue.path("sink").toString())
        .isEqualTo(
            "{\"deliveries\":0,\"endpointFailures\":0,\"batchRefusals\":0,"
                + "\"errors\":{\"server-error\":0},\"inFlight\":0,\"deliveriesPerSecond\":0.0,"
                + "\"recentMillis\":"
                + NO_TIMES
                + ",\"totalMillis\":"
                + NO_TIMES
                + ",\"trouble\":null}");
    assertThat(queue.path("circuit").path("state").asString()).isEqualTo("closed");
  }

  @Test
  void aQueueWithALog_showsTheLogsFigures() {
    JsonNode spill = json(server.get("/api/v1/queues/alarms")).path("spill");

    assertThat(spill.toString())
        .isEqualTo(
            "{\"bytes\":10,\"boundBytes\":1000,\"segments\":1,\"blocksForced\":2,\"forces\":3,"
                + "\"quarantined\":0,\"disk\":{\"state\":\"healthy\",\"since\":0,\"cause\":null,"
                + "\"advice\":null,\"freeBytes\":null,\"keepFreeBytes\":0}}");
  }

  @Test
  void allQueues_areListedByName() {
    JsonNode queues = json(server.get("/api/v1/queues")).path("queues");

    assertThat(queues.valueStream().map(queue -> queue.path("name").asString()))
        .containsExactly("alarms", "orders");
  }

  @Test
  void anUnknownQueue_isNamedBesideTheKnownOnes() {
    HttpResponse<String> answer = server.get("/api/v1/queues/nope");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("queue must be one of alarms, orders: queue=nope");
  }

  @Test
  void theFirstPage_saysWhatThisIs() {
    assertThat(server.get("/").body())
        .contains("\"name\":\"Spillway\"", "\"queues\":\"/api/v1/queues\"");
  }

  @Test
  void head_hasTheHeadersOfGetAndNoBody() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/v1/health/liveness"))
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whileAllIsWell_theGatewayIsHealthyAndReady() {
    assertAnswer("/api/v1/health/liveness", 200, "{\"status\":\"alive\"}");
    assertAnswer("/api/v1/health/readiness", 200, "{\"status\":\"ready\",\"obstacles\":[]}");
    JsonNode health = json(server.get("/api/v1/health"));
    assertThat(health.path("status").asString()).isEqualTo("healthy");
    assertThat(health.path("phase").asString()).isEqualTo("serving");
    assertThat(health.path("queues").path("orders").toString())
        .isEqualTo(
            "{\"status\":\"healthy\",\"reasons\":[],\"trouble\":null,\"sinkTrouble\":null,"
                + "\"circuit\":\"closed\",\"held\":0,\"lately\":{\"seconds\":0.0,\"deliveredPerSecond\":0.0,"
                + "\"refused\":{},\"displaced\":0,\"deadLettered\":0,\"quarantined\":0,"
                + "\"endpointFailures\":0,\"errors\":{},\"batchRefusals\":0},\"spill\":null}");
    assertThat(health.path("queues").path("alarms").path("spill").path("segments").asInt())
        .isEqualTo(1);
  }

  @Test
  void whileTheDiskIsSlow_theGatewayIsDegradedAndReady_andSaysWhy() {
    store.disk = new DiskFigures(DiskState.SLOW, 1, "forces take 250 ms or more", 100, 10, false);

    JsonNode health = json(server.get("/api/v1/health"));
    assertThat(health.path("status").asString()).isEqualTo("degraded");
    JsonNode part = health.path("queues").path("alarms");
    assertThat(part.path("reasons").path(0).asString())
        .isEqualTo(
            "the disk is slow: forces take 250 ms or more; look for what else uses the disk;"
                + " durable answers wait that long");
    assertThat(part.path("spill").path("disk").path("state").asString()).isEqualTo("slow");
    assertThat(server.get("/api/v1/health/readiness").statusCode()).isEqualTo(200);
  }

  @Test
  void whileTheDiskIsFull_theGatewayWarns() {
    store.disk = new DiskFigures(DiskState.FULL, 1, "5 bytes are free", 5, 10, false);
    store.trouble = store.disk.words();

    JsonNode part = json(server.get("/api/v1/health")).path("queues").path("alarms");
    assertThat(part.path("status").asString()).isIn("warning", "unavailable");
    assertThat(part.path("reasons").path(0).asString()).contains("the disk is full: 5 bytes");
  }

  @Test
  void whileASinkIsAway_theGatewayIsDegradedAndStaysReady() {
    sinkIsAway = true;

    assertThat(server.get("/api/v1/health/readiness").statusCode()).isEqualTo(200);
    JsonNode health = json(server.get("/api/v1/health"));
    assertThat(health.path("status").asString()).isEqualTo("degraded");
    assertThat(health.path("queues").path("alarms").path("status").asString()).isEqualTo("healthy");
    JsonNode part = health.path("queues").path("orders");
    assertThat(part.path("status").asString()).isEqualTo("degraded");
    assertThat(part.path("sinkTrouble").asString()).isEqualTo("nobody answers");
    assertThat(part.path("reasons").toString()).isEqualTo("[\"the sink fails: nobody answers\"]");
  }

  @Test
  @DisplayName("A11, B8: health tells what was shed lately, and forgets it")
  void afterRefusals_theGatewayWarnsForAnIntervalOrTwo() {
    time.advance(Duration.ofSeconds(10));
    server.server.look();
    String five = "{\"priority\":\"low\"}\n".repeat(5);
    assertThat(server.post("/api/v1/queues/orders/events", TestServer.NDJSON, five).statusCode())
        .isEqualTo(202);
    time.advance(Duration.ofSeconds(5));

    JsonNode health = json(server.get("/api/v1/health"));

    assertThat(health.path("status").asString()).isEqualTo("warning");
    JsonNode part = health.path("queues").path("orders");
    assertThat(part.path("reasons").toString())
        .contains("\"3 events were refused in the last 15 s: lane-full 3\"");
    assertThat(part.path("held").asLong()).isEqualTo(2);
    assertThat(part.path("lately").path("refused").toString()).isEqualTo("{\"lane-full\":3}");
    assertThat(server.get("/api/v1/health/readiness").statusCode()).isEqualTo(200);
    server.server.look();
    server.server.look();
    assertThat(json(server.get("/api/v1/health")).path("queues").path("orders").toString())
        .doesNotContain("refused in the last");
  }

  @Test
  void whileACircuitIsOpen_theGatewayWarnsAndStaysReady() {
    server.post("/api/v1/queues/orders/circuit-breaker/open", "application/json", "");

    JsonNode health = json(server.get("/api/v1/health"));

    assertThat(health.path("status").asString()).isEqualTo("warning");
    assertThat(health.path("queues").path("orders").path("circuit").asString()).isEqualTo("open");
    assertThat(health.path("queues").path("orders").path("reasons").toString())
        .isEqualTo(
            "[\"the circuit to the sink is open, so no deliveries are made, because somebody forced"
                + " it so\"]");
    assertThat(server.get("/api/v1/health/readiness").statusCode()).isEqualTo(200);
    assertThat(server.get("/metrics").body())
        .contains(
            "spillway_circuit_state{queue=\"orders\",state=\"open\"} 1",
            "spillway_circuit_state{queue=\"orders\",state=\"closed\"} 0",
            "spillway_circuit_state{queue=\"alarms\",state=\"closed\"} 1");

    server.post("/api/v1/metrics/backpressure/reset", "text/plain", "");

    assertThat(json(server.get("/api/v1/health")).path("status").asString()).isEqualTo("healthy");
  }

  @Test
  void afterDeadLetters_theGatewayIsDegraded() {
    server.post("/api/v1/queues/orders/events", "text/plain", "one");
    Batch batch = requireNonNull(orders.poll(Priority.BULK, 10, 1000));
    batch.deadLetter(0, "unreadable");

    JsonNode health = json(server.get("/api/v1/health"));

    assertThat(health.path("status").asString()).isEqualTo("degraded");
    assertThat(health.path("queues").path("orders").path("reasons").toString())
        .isEqualTo("[\"1 event became a dead letter in the last 1 s\"]");
  }

  @Test
  void whileAWriteAheadQueueCannotWrite_theGatewayIsNotReady() {
    store.trouble = "the disk is gone";

    assertAnswer(
        "/api/v1/health/readiness",
        503,
        "{\"status\":\"not-ready\",\"obstacles\":[\"queue alarms takes no critical events: the disk"
            + " is gone\"]}");
    assertThat(json(server.get("/api/v1/health")).path("status").asString())
        .isEqualTo("unavailable");
    assertThat(server.get("/api/v1/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void whileItStops_theGatewayIsNotReadyAndStillAnswers() {
    server.server.draining();
    orders.stopAccepting();

    assertAnswer(
        "/api/v1/health/readiness",
        503,
        "{\"status\":\"not-ready\",\"obstacles\":[\"the gateway is stopping\",\"queue orders takes"
            + " no critical events: it is stopping\"]}");
    assertThat(server.get("/api/v1/queues/orders").statusCode()).isEqualTo(200);
  }

  @Test
  void aServerThatFails_tellsNothingButWhereToLook() {
    AtomicBoolean broke = new AtomicBoolean();
    ServedQueue broken =
        TestServer.served(
            TestServer.served(orders).config(),
            orders,
            () -> {
              if (broke.get()) {
                throw new IllegalStateException("secret");
              }
              return null;
            });
    try (TestServer failing = new TestServer(broken)) {
      broke.set(true);
      HttpResponse<String> answer = failing.get("/api/v1/queues/orders");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .isEqualTo(
              "{\"type\":\"urn:spillway:problem:unexpected\",\"title\":\"Something went wrong in"
                  + " the server\",\"status\":500,\"detail\":\"the server's log tells more under"
                  + " errorId=id-0\",\"errorId\":\"id-0\"}");
    }
  }

  @Test
  void aPortThatIsTaken_isNamed() {
    HttpConfig taken =
        new HttpConfig("127.0.0.1", server.server.port(), new BodyLimits(1000, 100, 10));
    HttpServer second = new HttpServer(taken, List.of(), server.time, () -> "x");

    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.server.port() + ": ");
  }

  private void assertAnswer(String path, int status, String body) {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isIn(200, 503);
    return new JsonMapper().readTree(answer.body());
  }
}
