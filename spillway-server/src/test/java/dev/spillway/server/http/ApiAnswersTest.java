package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.server.Gateway;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.http.ApiCalls.Call;
import dev.spillway.server.http.ApiDocument.Operation;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a real gateway answers, held against {@code docs/specs/openapi.yaml}. */
class ApiAnswersTest {
  private static final String FEED = "/api/v1/events";

  @TempDir static Path directory;
  private static Gateway gateway;
  private static HttpClient client;

  private final ApiDocument document = ApiDocument.ofProject();

  /** One queue as it comes, and one whose two endpoints are not there. */
  @BeforeAll
  static void start() throws Exception {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    gateway =
        Gateway.start(
            ConfigReader.read(
                new ConfigInputs(
                    null,
                    Map.of(),
                    List.of(
                        "http.port=0",
                        "shutdown.drain=100ms",
                        "data.directory=" + directory.resolve("data"),
                        "queues.default.rate.mode=monitor",
                        "queues.away.disk.mode=overflow",
                        "queues.away.sink.type=http",
                        "queues.away.tenants.events-per-second=5",
                        "queues.away.rate.reserved.critical=0.2",
                        "queues.away.sink.urls=[http://127.0.0.1:1/a, http://127.0.0.1:1/b]"))));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private ApiAnswer send(HttpRequest.Builder request) throws Exception {
    return ApiAnswer.of(
        client.send(request.timeout(TestServer.PATIENCE).build(), BodyHandlers.ofString()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.url().resolve(path));
  }

  /** The calls that end; the feed does not. */
  private List<Operation> operations() {
    return document.operations().stream().filter(one -> !one.path().equals(FEED)).toList();
  }

  @Test
  void everyOperation_withTheDocumentsExamples_isDoneAndAnsweredAsDescribed() throws Exception {
    List<String> complaints = new ArrayList<>();
    for (Operation operation : operations()) {
      for (Call call : ApiCalls.of(operation, gateway.url())) {
        ApiAnswer answer = send(call.request());
        if (answer.status() >= 300) {
          complaints.add(call.name() + " was answered " + answer.status() + " " + answer.body());
        }
        complaints.addAll(document.complaints(operation, answer));
        assertThat(answer.headers())
            .as(call.name())
            .containsEntry("x-content-type-options", "nosniff")
            .containsEntry("cache-control", "no-store");
      }
    }

    assertThat(complaints).isEmpty();
  }

  @Test
  void whatAnswersGet_answersHead_withoutABody() throws Exception {
    for (Operation operation : document.operations()) {
      if (operation.method().equals("GET")) {
        Call call = ApiCalls.of(operation, gateway.url()).get(0);
        ApiAnswer answer = send(call.request().method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.status()).as(call.name()).isEqualTo(200);
        assertThat(answer.body()).as(call.name()).isEmpty();
        assertThat(operation.json().path("responses").path("200").toString()).isNotEmpty();
      }
    }
  }

  @Test
  void figuresAndHealth_ofAQueueWhoseEndpointsFail_areAsDescribed() throws Exception {
    ApiAnswer sent =
        send(
            request("/api/v1/queues/away/events")
                .header("Content-Type", TestServer.NDJSON)
                .POST(
                    BodyPublishers.ofString(
                        "{\"id\":\"1\",\"tenant\":\"acme\"}\n{\"deadline\":\"2001-01-01T00:00:00Z\"}")));
    assertThat(sent.status()).isEqualTo(202);
    await()
        .atMost(TestServer.PATIENCE)
        .until(() -> send(request("/api/v1/health")).body().contains("failingEndpoints"));

    assertAsDescribed("POST", "/api/v1/queues/{queue}/events", sent);
    assertGet("/api/v1/health", "/api/v1/health");
    assertGet("/api/v1/queues", "/api/v1/queues");
    assertGet("/api/v1/queues/{queue}", "/api/v1/queues/away");
    assertGet("/api/v1/queues/{queue}/explain", "/api/v1/queues/away/explain?tenant=acme");
    assertGet("/api/v1/queues/{queue}/explain", "/api/v1/queues/default/explain?tenant=acme");
    assertGet("/api/v1/metrics/queue/summary", "/api/v1/metrics/queue/summary");
    assertAsDescribed(
        "POST",
        "/api/v1/queues/{queue}/circuit-breaker/open",
        send(request("/api/v1/queues/away/circuit-breaker/open").POST(BodyPublishers.noBody())));
    assertGet("/api/v1/health", "/api/v1/health");
  }

  @Test
  void feed_tellsEventsAsDescribed() throws Exception {
    try (FeedReader reader = new FeedReader(gateway.url().resolve(FEED))) {
      reader.next("hello", data -> true);
      reader.next("figures", data -> true);
      send(
          request("/api/v1/queues/default")
              .header("Content-Type", "application/json")
              .method("PATCH", BodyPublishers.ofString("{\"strategy\":\"shed\"}")));
      reader.next("state", data -> data.path("what").asString().equals("strategy"));

      Operation feed = document.operation("GET", FEED);
      assertThat(ApiAnswer.of(reader.response()).mediaType()).isEqualTo("text/event-stream");
      JsonNode events =
          feed.json().at("/responses/200/content/text~1event-stream").path("x-each-event");
      for (FeedReader.Event event : reader.events()) {
        assertThat(document.mistakes(events.path(event.type()), event.data()))
            .as(event.type())
            .isEmpty();
        assertThat(events.has(event.type())).as(event.type()).isTrue();
      }
    }
  }

  @Test
  void description_isServedAsItStandsInTheProject() throws Exception {
    assertThat(send(request("/openapi.yaml")).body()).isEqualTo(Files.readString(ApiDocument.FILE));
    assertThat(send(request("/")).body()).contains("\"api\":\"/openapi.yaml\"");
  }

  /** Each doctored copy of the document differs from what the gateway answers in one thing. */
  @Test
  void aDocumentThatIsWrong_isFoundOut() throws Exception {
    String path = "/api/v1/queues/{queue}";
    ApiAnswer figures = send(request("/api/v1/queues/default"));
    ApiAnswer sent =
        send(
            request("/api/v1/queues/default/events")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x")));

    assertThat(doctored("/components/schemas/Figures/properties", "zone", path, figures))
        .containsExactly(
            "GET /api/v1/queues/{queue} 200: : property 'zone' is not defined in the"
                + " schema and the schema does not allow additional properties");
    assertThat(doctored("/components/schemas/Waits/properties", "max", path, figures)).hasSize(5);
    assertThat(doctored("/components/responses/Figures/content", "application/json", path, figures))
        .containsExactly(path("GET", path) + " 200: media type application/json is not described");
    assertThat(doctored("/paths/~1api~1v1~1queues~1{queue}/get/responses", "200", path, figures))
        .isNotEmpty();
    ObjectNode without = ApiDocument.read();
    String events = path + "/events";
    ((ObjectNode) without.at("/paths/~1api~1v1~1queues~1{queue}~1events/post/responses/202"))
        .remove("headers");
    ApiDocument wrong = new ApiDocument(without);
    assertThat(wrong.complaints(wrong.operation("POST", events), sent))
        .containsExactly(
            path("POST", events) + " 202: header spillway-throttle-ms is not described");
  }

  private static String path(String method, String path) {
    return method + " " + path;
  }

  private static List<String> doctored(
      String pointer, String removed, String path, ApiAnswer answer) {
    ObjectNode root = ApiDocument.read();
    ((ObjectNode) root.at(pointer)).remove(removed);
    ApiDocument wrong = new ApiDocument(root);
    return wrong.complaints(wrong.operation("GET", path), answer);
  }

  private void assertGet(String path, String call) throws Exception {
    assertAsDescribed("GET", path, send(request(call)));
  }

  private void assertAsDescribed(String method, String path, ApiAnswer answer) {
    assertThat(document.complaints(document.operation(method, path), answer)).isEmpty();
  }
}
