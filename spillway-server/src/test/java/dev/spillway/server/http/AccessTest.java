package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.LogLines;
import dev.spillway.server.security.Denials;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";

  private final EventQueue orders = EventQueue.builder("orders").build();
  private final EventQueue standard = EventQueue.builder("default").build();
  private final TestServer server =
      new TestServer(
          TestServer.CONFIG, Keys.RING, TestServer.served(orders), TestServer.served(standard));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest.Builder request(String method, String path) {
    String body = path.endsWith("/events") ? "{\"id\":\"x\"}" : "{}";
    boolean hasBody = !method.equals("GET");
    return HttpRequest.newBuilder(server.uri(path))
        .header("Content-Type", path.endsWith("/events") ? TestServer.NDJSON : "application/json")
        .method(method, hasBody ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
  }

  private HttpResponse<String> call(String key, String method, String path) {
    return server.send(Keys.with(key, request(method, path)));
  }

  private HttpResponse<String> ingest(String key, String type, String body) {
    return server.send(
        Keys.with(key, HttpRequest.newBuilder(server.uri(EVENTS)))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> response) {
    return new JsonMapper().readTree(response.body());
  }

  private static String problem(HttpResponse<String> response) {
    return response.statusCode()
        + " "
        + json(response).path("type").asString("").replace("urn:spillway:problem:", "");
  }

  /** What each route asks for. A route that is missing here makes the test below fail. */
  static final List<String> ROUTES =
      List.of(
          "ingest POST /api/v1/queues/orders/events",
          "read GET /api/v1/queues",
          "read GET /api/v1/queues/orders",
          "read GET /api/v1/queues/orders/explain",
          "read GET /api/v1/events",
          "read GET /metrics",
          "read GET /api/v1/metrics/prometheus",
          "read GET /api/v1/metrics/queue",
          "read GET /api/v1/metrics/queue/summary",
          "read GET /buffer/stats",
          "read GET /buffer/backpressure",
          "read GET /buffer/flow-control",
          "admin PATCH /api/v1/queues/orders",
          "admin POST /api/v1/queues/orders/circuit-breaker/open",
          "admin POST /api/v1/queues/orders/circuit-breaker/close",
          "admin POST /api/v1/queues/orders/circuit-breaker/reset",
          "admin POST /api/v1/metrics/backpressure/reset",
          "admin POST /buffer/flow-control/rate",
          "admin POST /buffer/batch-size",
          "admin POST /buffer/circuit-breaker/reset",
          "admin GET /api/v1/queues/orders/dead-letters",
          "admin POST /api/v1/queues/orders/dead-letters/replay",
          "admin DELETE /api/v1/queues/orders/dead-letters",
          "open GET /api/v1/health",
          "open GET /api/v1/health/liveness",
          "open GET /api/v1/health/readiness",
          "open GET /openapi.yaml",
          "open GET /");

  @Test
  void everyRoute_opensToItsScopeAlone() {
    assertThat(server.server.routes())
        .extracting(
            route ->
                (route.access().scope() == null ? "open" : route.access().scope().token())
                    + " "
                    + route.method()
                    + " "
                    + String.join("/", route.pattern()).replace("{queue}", "orders"))
        .containsExactlyInAnyOrderElementsOf(ROUTES);
    for (String line : ROUTES) {
      String[] route = line.split(" ", -1);
      for (String key : List.of(Keys.PRODUCER, Keys.READER, Keys.OPERATOR)) {
        boolean opens =
            switch (route[0]) {
              case "ingest" -> key.equals(Keys.PRODUCER);
              case "read" -> !key.equals(Keys.PRODUCER);
              case "admin" -> key.equals(Keys.OPERATOR);
              default -> true;
            };
        assertThat(status(key, route[1], route[2]))
            .as("%s as %s", line, key)
            .matches(status -> opens ? status != 403 && status != 401 : status == 403);
      }
    }
  }

  /** Without reading the answer, because the feed's does not end. */
  private int status(String key, String method, String path) {
    String body = method.equals("GET") ? "" : "{}";
    String answer =
        server.raw(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + key
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body,
            "\r\n");
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  @Test
  void withoutAKey_orWithAnUnknownOne_everyRouteButTheOpenOnesAnswers401() {
    for (String line : ROUTES) {
      String[] route = line.split(" ", -1);
      HttpResponse<String> missing = server.send(request(route[1], route[2]));
      if (route[0].equals("open")) {
        assertThat(missing.statusCode()).as(line).isEqualTo(200);
      } else {
        assertThat(problem(missing)).as(line).isEqualTo("401 key-missing");
        assertThat(missing.headers().firstValue("WWW-Authenticate").orElse(""))
            .startsWith("Bearer");
        HttpResponse<String> wrong = call("operatos", route[1], route[2]);
        assertThat(problem(wrong)).as(line).isEqualTo("401 key-unknown");
        assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse("")).contains("Bearer");
      }
    }
    assertThat(orders.held()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Basic b3BlcmF0b3I= | key-missing",
        "operator | key-missing",
        "Bearer | key-missing",
        "bearer nobody | key-unknown",
        "Bearer operator operator | key-unknown"
      })
  void authorizationOfAnotherForm_isNoKey(String header, String problem) {
    HttpResponse<String> response =
        server.send(request("GET", "/api/v1/queues").header("Authorization", header));

    assertThat(problem(response)).isEqualTo("401 " + problem);
  }

  @Test
  void twoKeysAtOnce_areNone() {
    HttpResponse<String> response =
        server.send(
            Keys.with(Keys.READER, Keys.with(Keys.OPERATOR, request("GET", "/api/v1/queues"))));

    assertThat(problem(response)).isEqualTo("401 key-unknown");
  }

  @Test
  void health_withoutAKeyThatReadsEverything_showsTheStatusAlone() {
    for (HttpRequest.Builder caller :
        Stream.of(
                request("GET", "/api/v1/health"),
                Keys.with(Keys.PRODUCER, request("GET", "/api/v1/health")),
                Keys.with(Keys.OF_A, request("GET", "/api/v1/health")),
                Keys.with("nobody", request("GET", "/api/v1/health")))
            .toList()) {
      assertThat(server.send(caller).body()).isEqualTo("{\"status\":\"healthy\"}");
    }
    assertThat(server.get("/api/v1/health/readiness").body()).isEqualTo("{\"status\":\"ready\"}");
    assertThat(json(call(Keys.READER, "GET", "/api/v1/health")).path("queues").has("orders"))
        .isTrue();
  }

  @Test
  void ingest_aBoundKey_givesItsOnlyTenantToEventsWithoutOne() {
    assertThat(ingest(Keys.OF_A, TestServer.NDJSON, "{}\n{\"tenant\":\"a\"}\n").statusCode())
        .isEqualTo(202);
    assertThat(ingest(Keys.OF_A, "text/plain", "line\n").statusCode()).isEqualTo(202);

    Batch batch = Objects.requireNonNull(orders.poll(Priority.BULK, 10, 1 << 20));
    assertThat(batch.size()).isEqualTo(3);
    for (int index = 0; index < batch.size(); index++) {
      assertThat(batch.event(index).tenant()).isEqualTo("a");
    }
  }

  @Test
  void ingest_aKeyOfSeveralTenants_mustNameOne() {
    HttpResponse<String> json =
        ingest(Keys.OF_A_AND_C, TestServer.NDJSON, "{\"tenant\":\"c\"}\n{}");
    HttpResponse<String> text = ingest(Keys.OF_A_AND_C, "text/plain", "line\n");

    assertThat(problem(json)).isEqualTo("400 invalid-field");
    assertThat(json(json).path("detail").asString())
        .isEqualTo("tenant must be named, because the key has several, a, c: line=2");
    assertThat(json(json).path("line").asInt()).isEqualTo(2);
    assertThat(problem(text)).isEqualTo("400 invalid-field");
    assertThat(orders.held()).isZero();
  }

  @Test
  void ingest_aForeignTenant_refusesTheWholeRequestAndNamesTheLine() {
    HttpResponse<String> response =
        ingest(Keys.OF_A, TestServer.NDJSON, "{\"tenant\":\"a\"}\n\n{\"tenant\":\"b\"}\n");

    assertThat(problem(response)).isEqualTo("403 foreign-tenant");
    assertThat(json(response).path("line").asInt()).isEqualTo(3);
    assertThat(json(response).path("detail").asString())
        .isEqualTo("tenant must be one of the key's, a: tenant=b line=3");
    assertThat(orders.held()).isZero();
    assertThat(call(Keys.READER, "GET", "/metrics").body())
        .contains("spillway_http_denied_total{reason=\"foreign-tenant\"} 1.0");
  }

  @Test
  void ingest_aboveTheKeysHighestPriority_isLoweredAndCounted() {
    assertThat(
            ingest(
                    Keys.MODEST,
                    TestServer.NDJSON,
                    "{\"priority\":\"critical\"}\n{\"priority\":\"low\"}\n{\"priority\":\"high\"}")
                .statusCode())
        .isEqualTo(202);

    assertThat(TestServer.account(orders, Priority.NORMAL).offered()).isEqualTo(2);
    assertThat(TestServer.account(orders, Priority.LOW).offered()).isEqualTo(1);
    assertThat(TestServer.account(orders, Priority.CRITICAL).offered()).isZero();
    assertThat(call(Keys.READER, "GET", "/metrics").body())
        .contains("spillway_events_lowered_total{queue=\"orders\"} 2.0");
  }

  @Test
  void explain_aKeyWithAHighestPriority_isToldWhatItsEventsMeet() {
    String explain = "/api/v1/queues/orders/explain?priority=";

    assertThat(json(call(Keys.MODEST, "GET", explain + "critical")).path("priority").asString())
        .isEqualTo("normal");
    assertThat(json(call(Keys.MODEST, "GET", explain + "low")).path("priority").asString())
        .isEqualTo("low");
  }

  @Test
  void explain_aBoundKey_isToldOfItsOwnTenantsAlone() {
    String explain = "/api/v1/queues/orders/explain";

    assertThat(json(call(Keys.OF_A, "GET", explain)).path("tenant").asString()).isEqualTo("a");
    assertThat(call(Keys.OF_A, "GET", explain + "?tenant=a").statusCode()).isEqualTo(200);
    assertThat(problem(call(Keys.OF_A, "GET", explain + "?tenant=b")))
        .isEqualTo("403 foreign-tenant");
    assertThat(problem(call(Keys.OF_A_AND_C, "GET", explain))).isEqualTo("400 bad-query");
    assertThat(call(Keys.OF_A_AND_C, "GET", explain + "?tenant=c").statusCode()).isEqualTo(200);
  }

  @Test
  void manyUnknownKeys_areCounted_andToldOnceAMinute() {
    try (LogLines log = LogLines.of(Denials.class)) {
      for (int attempt = 0; attempt < 20; attempt++) {
        call("guess-" + attempt, "GET", "/api/v1/queues");
      }
      assertThat(log.lines())
          .containsExactly(
              "WARN event=caller-refused reason=key-unknown key=- remote=\"127.0.0.1\" times=1");
      server.time.advance(Duration.ofMinutes(1));
      call("guess", "GET", "/api/v1/queues");
      assertThat(log.lines()).hasSize(2).last().asString().endsWith("times=20");
    }
    assertThat(call(Keys.READER, "GET", "/metrics").body())
        .contains("spillway_http_denied_total{reason=\"key-unknown\"} 21.0")
        .contains("spillway_http_requests_total{key=\"" + Keys.READER + "\"} 1.0")
        .contains("spillway_http_requests_total{key=\"-\"} 21.0");
  }
}
