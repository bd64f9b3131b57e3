package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Mode;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.queue.Strategy;
import dev.spillway.queue.TenantPolicy;
import dev.spillway.rate.Quota;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.http.ApiDocument.Operation;
import dev.spillway.server.http.connection.ConnectionLimits;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every kind of problem, provoked and held against {@code docs/specs/openapi.yaml}. */
@TestInstance(Lifecycle.PER_CLASS)
class ApiProblemsTest {
  private static final String POST_EVENTS = "/api/v1/queues/{queue}/events";
  private static final String LETTERS = "/api/v1/queues/{queue}/dead-letters";
  private static final String QUEUE = "/api/v1/queues/{queue}";

  /** Only a stop under way answers this, and connections that could ask are closed soon. */
  private static final Set<ProblemType> NOT_PROVOKED = EnumSet.of(ProblemType.STOPPING);

  private final ApiDocument document = ApiDocument.ofProject();
  private final EventQueue stopping = EventQueue.builder("stopping").build();
  private final TestServer server = server(HttpLimits.forBodies(100_000), FeedLimits.DEFAULT);
  private final TestServer small =
      server(
          new HttpLimits(
              new ConnectionLimits(
                  100, Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(20)),
              8192,
              4000),
          new FeedLimits(
              0, 1 << 10, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
  private final TestServer locked =
      new TestServer(
          TestServer.CONFIG,
          Keys.RING,
          TestServer.served(EventQueue.builder("orders").memoryBytes(1 << 20).build()));
  private final Set<ProblemType> provoked = EnumSet.noneOf(ProblemType.class);

  private TestServer server(HttpLimits limits, FeedLimits feed) {
    return new TestServer(
        new HttpConfig("127.0.0.1", 0, new BodyLimits(100_000, 70_000, 1000)),
        limits,
        feed,
        TestServer.served(EventQueue.builder("orders").memoryBytes(1 << 20).build()),
        TestServer.served(EventQueue.builder("quotas").policy(quota()).build()),
        TestServer.served(stopping),
        TestServer.served(
            EventQueue.builder("held").spill(new HeldStore(), DiskMode.WRITE_AHEAD).build(),
            DiskMode.WRITE_AHEAD),
        broken());
  }

  private static QueuePolicy quota() {
    return QueuePolicy.builder(Strategy.DROP)
        .tenants(
            new TenantPolicy(
                Mode.ENFORCE, new TenantPolicy.Quotas(new Quota(0.001, 1), Map.of()), 1))
        .build();
  }

  /** A queue whose changes fail in a way that nobody foresaw. */
  private static ServedQueue broken() {
    ServedQueue made =
        TestServer.served(
            TestQueues.queue("broken", DiskMode.NONE, TestQueues.classification()),
            EventQueue.builder("broken").build(),
            () -> null);
    return new ServedQueue(
        made.config(),
        made.queue(),
        made.delivery(),
        made.circuit(),
        json -> {
          throw new IllegalStateException("broken");
        });
  }

  /** What was not provoked is at least written as the file has it. */
  @AfterAll
  void close() {
    server.close();
    small.close();
    locked.close();
    assertThat(EnumSet.complementOf(EnumSet.copyOf(provoked)))
        .as("provoke each kind of problem here")
        .isEqualTo(NOT_PROVOKED);
    for (ProblemType type : NOT_PROVOKED) {
      JsonNode problem = JsonMapper.shared().valueToTree(Problem.of(type, "why").toJson());
      assertThat(
              document.mistakes(
                  document
                      .root()
                      .at("/components/responses/AnyCall/content")
                      .path(Problem.MEDIA_TYPE)
                      .path("schema"),
                  problem))
          .isEmpty();
    }
  }

  @Test
  void recordsThatAreNotUnderstood() {
    assertEvents(ProblemType.MALFORMED_RECORD, ndjson("orders", "{}\n{\"a\":}"));
    assertEvents(ProblemType.MALFORMED_RECORD, ndjson("orders", "[]"));
    assertEvents(ProblemType.MALFORMED_RECORD, body("orders", "application/json", "[{},\n7]"));
    assertEvents(ProblemType.INVALID_FIELD, ndjson("orders", "{\"key\":false}"));
    assertEvents(ProblemType.INVALID_FIELD, body("orders", "application/json", "[{\"key\":[]}]"));
    assertEvents(
        ProblemType.INVALID_HEADER, ndjson("orders", "{}").header("Spillway-Priority", "whenever"));
    assertEvents(ProblemType.NO_RECORDS, ndjson("orders", ""));
    assertEvents(
        ProblemType.MALFORMED_ENCODING, ndjson("orders", "{}").header("Content-Encoding", "gzip"));
    assertEvents(ProblemType.UNSUPPORTED_MEDIA_TYPE, body("orders", "text/html", "<p>"));
    assertEvents(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        ndjson("orders", "{}").header("Content-Encoding", "br"));
  }

  @Test
  void bodiesThatAreTooMuch() {
    assertEvents(ProblemType.BODY_TOO_LARGE, text("orders", "x".repeat(100_001)));
    assertEvents(ProblemType.RECORD_TOO_LARGE, text("orders", "x".repeat(70_001)));
    assertEvents(
        ProblemType.RECORD_TOO_LARGE,
        body("orders", "application/json", "{\"a\":\"" + "x".repeat(70_001) + "\"}"));
    assertEvents(ProblemType.TOO_MANY_RECORDS, text("orders", "x\n".repeat(1001)));
    assertEvents(ProblemType.EVENT_TOO_LARGE, text("orders", "x".repeat(69_000)));
    assertAnswered(
        ProblemType.BUSY,
        "POST",
        POST_EVENTS,
        ApiAnswer.of(small.post("/api/v1/queues/orders/events", "text/plain", "x".repeat(5000))));
  }

  @Test
  void eventsThatAreRefused() {
    stopping.stopAccepting();
    assertEvents(ProblemType.OVERLOADED, ndjson("stopping", "{}"));
    assertEvents(ProblemType.SHED, ndjson("orders", "{}").header("Spillway-Deadline-Ms", "0"));
    assertEvents(ProblemType.REFUSED, ndjson("orders", "{\"deadline\":\"2001-01-01T00:00:00Z\"}"));
    server.post("/api/v1/queues/quotas/events", TestServer.NDJSON, "{\"tenant\":\"acme\"}");
    assertEvents(ProblemType.QUOTA_EXCEEDED, ndjson("quotas", "{\"tenant\":\"acme\"}"));
  }

  @Test
  void requestsThatAreNotForThisServer() {
    assertGet(ProblemType.FOREIGN_HOST, QUEUE, "GET /api/v1/queues/orders", "Host: evil.example");
    assertGet(
        ProblemType.FOREIGN_SITE,
        QUEUE,
        "GET /api/v1/queues/orders",
        "Host: localhost\r\nSec-Fetch-Site: cross-site");
    assertGet(
        ProblemType.BAD_REQUEST, QUEUE, "GET /api/v1/queues/orders", "Host: localhost\r\nA b: c");
    assertGet(ProblemType.BAD_REQUEST, QUEUE, "GET /api/v1/queues/%zz", "Host: localhost");
    assertGet(
        ProblemType.REQUEST_HEADER_FIELDS_TOO_LARGE,
        QUEUE,
        "GET /api/v1/queues/orders",
        "Host: localhost\r\nA: " + "x".repeat(20_000));
    assertGet(
        ProblemType.URI_TOO_LONG,
        QUEUE,
        "GET /api/v1/queues/" + "x".repeat(20_000),
        "Host: localhost");
    assertAnswered(
        ProblemType.BAD_REQUEST,
        "GET",
        QUEUE,
        ApiAnswer.ofRaw(
            server.raw("GET /api/v1/queues/orders HTTP/3.7\r\nHost: localhost\r\n\r\n")));
  }

  @Test
  void requestsThatCanBeReadInTwoWays_orNotAtAllForTheirSlowness() throws Exception {
    assertGet(
        ProblemType.AMBIGUOUS_REQUEST, QUEUE, "GET /api/v1/queues/orders;a=b", "Host: localhost");
    try (Socket slow = small.connected("GET /api/v1/queues/orders HTTP/1.1\r\nHost: loc")) {
      long looks = small.server.connections().looks();
      await().until(() -> small.server.connections().looks() > looks + 1);
      small.time.advance(Duration.ofSeconds(11));

      assertAnswered(
          ProblemType.REQUEST_TIMEOUT, "GET", QUEUE, ApiAnswer.ofRaw(TestServer.readToEnd(slow)));
    }
  }

  @Test
  void placesThatAreNotThere() {
    assertGet(ProblemType.UNKNOWN_QUEUE, QUEUE, "GET /api/v1/queues/nobody", "Host: localhost");
    assertComponent("UnknownPath", ProblemType.UNKNOWN_PATH, ApiAnswer.of(server.get("/nowhere")));
    assertComponent(
        "WrongMethod",
        ProblemType.WRONG_METHOD,
        ApiAnswer.of(server.post("/api/v1/queues", "text/plain", "")));
  }

  @Test
  void callersThatMayNot() {
    HttpRequest.Builder events =
        HttpRequest.newBuilder(locked.uri("/api/v1/queues/orders/events"))
            .header("Content-Type", TestServer.NDJSON)
            .POST(BodyPublishers.ofString("{\"tenant\":\"b\"}"));
    assertLocked(ProblemType.KEY_MISSING, POST_EVENTS, events.copy());
    assertLocked(ProblemType.KEY_UNKNOWN, POST_EVENTS, Keys.with("nobody", events.copy()));
    assertLocked(ProblemType.SCOPE_MISSING, POST_EVENTS, Keys.with(Keys.READER, events.copy()));
    assertLocked(ProblemType.FOREIGN_TENANT, POST_EVENTS, Keys.with(Keys.OF_A, events.copy()));
    HttpRequest.Builder figures = HttpRequest.newBuilder(locked.uri("/api/v1/queues/orders")).GET();
    assertLocked(ProblemType.TENANT_BOUND, QUEUE, Keys.with(Keys.OF_A, figures.copy()));
    ApiAnswer letters =
        ApiAnswer.of(
            locked.send(
                Keys.with(
                    Keys.OF_A,
                    HttpRequest.newBuilder(locked.uri("/api/v1/queues/orders/dead-letters")))));
    assertThat(document.complaints(document.operation("GET", LETTERS), letters)).isEmpty();
    ApiAnswer health = ApiAnswer.of(locked.get("/api/v1/health"));
    assertThat(document.complaints(document.operation("GET", "/api/v1/health"), health)).isEmpty();
  }

  private void assertLocked(ProblemType type, String path, HttpRequest.Builder request) {
    String method = path.equals(POST_EVENTS) ? "POST" : "GET";
    assertAnswered(type, method, path, ApiAnswer.of(locked.send(request)));
  }

  @Test
  void queriesAndChangesWithMistakes() {
    assertAnswered(
        ProblemType.BAD_QUERY,
        "GET",
        LETTERS,
        answer("/api/v1/queues/orders/dead-letters?limit=0"));
    assertAnswered(
        ProblemType.BAD_QUERY,
        "GET",
        QUEUE + "/explain",
        answer("/api/v1/queues/orders/explain?colour=red"));
    assertAnswered(
        ProblemType.ADMIN_HEADER,
        "POST",
        LETTERS + "/replay",
        ApiAnswer.of(
            server.send(
                request("/api/v1/queues/orders/dead-letters/replay?all=true")
                    .POST(BodyPublishers.noBody()))));
    assertAnswered(ProblemType.INVALID_CHANGE, "PATCH", QUEUE, patch("orders", "{"));
    assertAnswered(ProblemType.UNEXPECTED, "PATCH", QUEUE, patch("broken", "{}"));
    assertAnswered(ProblemType.BODY_TOO_LARGE, "PATCH", QUEUE, patch("orders", " ".repeat(65_537)));
    assertAnswered(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "PATCH",
        QUEUE,
        ApiAnswer.of(
            server.send(
                request("/api/v1/queues/orders")
                    .header("Spillway-Admin", "true")
                    .method("PATCH", BodyPublishers.ofString("{}")))));
  }

  @Test
  void whatCannotBeHadNow() {
    assertAnswered(
        ProblemType.DEAD_LETTERS_UNAVAILABLE,
        "GET",
        LETTERS,
        answer("/api/v1/queues/held/dead-letters"));
    assertAnswered(
        ProblemType.TOO_MANY_STREAMS,
        "GET",
        "/api/v1/events",
        ApiAnswer.of(small.get("/api/v1/events")));
  }

  @Test
  void aBodyThatDribbles() throws Exception {
    try (Socket slow =
        server.connected(
            "POST /api/v1/queues/orders/events HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\nabc")) {
      await().until(() -> server.server.bodiesBytes() > 0);
      long looks = server.server.connections().looks();
      await().until(() -> server.server.connections().looks() > looks + 1);
      server.time.advance(Duration.ofSeconds(11));

      assertAnswered(
          ProblemType.BODY_TOO_SLOW,
          "POST",
          POST_EVENTS,
          ApiAnswer.ofRaw(TestServer.readAnswer(slow)));
    }
  }

  private ApiAnswer answer(String path) {
    return ApiAnswer.of(server.get(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri(path));
  }

  private HttpRequest.Builder body(String queue, String type, String body) {
    return request("/api/v1/queues/" + queue + "/events")
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder ndjson(String queue, String body) {
    return body(queue, TestServer.NDJSON, body);
  }

  private HttpRequest.Builder text(String queue, String body) {
    return body(queue, "text/plain", body);
  }

  private ApiAnswer patch(String queue, String body) {
    return ApiAnswer.of(
        server.send(
            request("/api/v1/queues/" + queue)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body))));
  }

  private void assertEvents(ProblemType type, HttpRequest.Builder request) {
    assertAnswered(type, "POST", POST_EVENTS, ApiAnswer.of(server.send(request)));
  }

  private void assertGet(ProblemType type, String path, String line, String headers) {
    assertAnswered(
        type,
        "GET",
        path,
        ApiAnswer.ofRaw(server.raw(line + " HTTP/1.1\r\n" + headers + "\r\n\r\n")));
  }

  private void assertAnswered(ProblemType type, String method, String path, ApiAnswer answer) {
    Operation operation = document.operation(method, path);
    assertThat(document.complaints(operation, answer)).isEmpty();
    assertType(type, answer);
  }

  private void assertComponent(String response, ProblemType type, ApiAnswer answer) {
    assertThat(
            document.complaints(
                response,
                document.root().path("components").path("responses").path(response),
                answer))
        .isEmpty();
    assertType(type, answer);
  }

  private void assertType(ProblemType type, ApiAnswer answer) {
    assertThat(JsonMapper.shared().readTree(answer.body()).path("type").asString())
        .isEqualTo(type.uri());
    assertThat(answer.status()).isEqualTo(type.status());
    provoked.add(type);
  }
}
