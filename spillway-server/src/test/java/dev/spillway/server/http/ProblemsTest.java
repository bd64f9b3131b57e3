package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each answer that tells of a mistake, with its text. */
class ProblemsTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";
  private static final TestServer SERVER =
      new TestServer(
          new HttpConfig("127.0.0.1", 0, new BodyLimits(1000, 100, 10)),
          HttpLimits.forBodies(1000),
          TestServer.served(EventQueue.builder("orders").build()),
          TestServer.served(EventQueue.builder("alarms").build()));

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                  | no-records       | the body holds no records",
        "{'id':[]}           | invalid-field    | id must be a string or a number: line=1 field=id",
        "{'priority':'nope'} | invalid-field    | priority must be one of bulk, critical, high, low,"
            + " medium, normal, urgent: priority=nope line=1",
        "[]                  | malformed-record | a record must be a JSON object; an array is"
            + " sent as application/json: line=1",
      })
  void aBodyThatIsNotUnderstood(String body, String type, String detail) {
    HttpResponse<String> answer = SERVER.post(EVENTS, TestServer.NDJSON, body.replace('\'', '"'));

    assertProblem(answer, 400, type, detail);
  }

  @Test
  void aFieldThatIsInvalid_isAMemberOfTheProblem() {
    JsonNode problem =
        new JsonMapper()
            .readTree(SERVER.post(EVENTS, TestServer.NDJSON, "{}\n{\"key\":false}").body());

    assertThat(problem.path("field").asString()).isEqualTo("key");
    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.has("column")).isFalse();
  }

  @Test
  void aHeaderThatNamesNoPriority() {
    HttpResponse<String> answer =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.uri(EVENTS))
                .header("Content-Type", "text/plain")
                .header("Spillway-Priority", "9")
                .POST(BodyPublishers.ofString("x")));

    assertProblem(
        answer,
        400,
        "invalid-header",
        "Spillway-Priority must be one of bulk, critical, high, low, medium, normal, urgent:"
            + " Spillway-Priority=9");
  }

  @Test
  void aLineThatIsTooLong() {
    assertProblem(
        SERVER.post(EVENTS, "text/plain", "short\n" + "x".repeat(101)),
        413,
        "record-too-large",
        "a record must have at most 100 bytes: line=2");
  }

  @Test
  void aBodyThatIsTooLarge() {
    HttpResponse<String> answer = SERVER.post(EVENTS, "text/plain", "x\n".repeat(501));

    assertProblem(
        answer, 413, "body-too-large", "a body must have at most 1000 bytes; send it in parts");
    assertThat(new JsonMapper().readTree(answer.body()).path("limit").asInt()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/xml | Content-Type must be one of application/x-ndjson, application/json,"
            + " application/cloudevents+json, application/cloudevents-batch+json, text/plain:"
            + " Content-Type=application/xml",
        "application/x-ndjson; charset=utf-16 | charset must be utf-8 for application/x-ndjson:"
            + " Content-Type=application/x-ndjson; charset=utf-16",
      })
  void aMediaTypeThatIsNotTaken(String type, String detail) {
    assertProblem(SERVER.post(EVENTS, type, "{}"), 415, "unsupported-media-type", detail);
  }

  @Test
  void aCloudEventInBinaryMode() {
    HttpResponse<String> answer =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.uri(EVENTS))
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .POST(BodyPublishers.ofString("{}")));

    assertProblem(
        answer,
        415,
        "unsupported-media-type",
        "a CloudEvent must be sent in structured mode, as application/cloudevents+json:"
            + " ce-specversion=1.0");
  }

  @Test
  void aBodyWithoutAType() {
    HttpResponse<String> answer =
        SERVER.send(HttpRequest.newBuilder(SERVER.uri(EVENTS)).POST(BodyPublishers.ofString("{}")));

    assertProblem(
        answer,
        415,
        "unsupported-media-type",
        "Content-Type is missing; it must be one of application/x-ndjson, application/json,"
            + " application/cloudevents+json, application/cloudevents-batch+json, text/plain");
    assertThat(answer.headers().firstValue("Accept"))
        .contains(
            "application/x-ndjson, application/json, application/cloudevents+json,"
                + " application/cloudevents-batch+json, text/plain");
  }

  @Test
  void aContentEncodingThatIsNotTaken() {
    HttpResponse<String> answer =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.uri(EVENTS))
                .header("Content-Type", TestServer.NDJSON)
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("{}")));

    assertProblem(
        answer,
        415,
        "unsupported-media-type",
        "Content-Encoding must be one of gzip, zstd, identity: Content-Encoding=br");
    assertThat(answer.headers().firstValue("Accept-Encoding")).contains("gzip, zstd, identity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "durability=forever | durability must be durable or volatile: durability=forever",
        "durability=durable&durability=volatile | durability must be given once: [durable, volatile]",
        "durabilty=durable | parameters are durability: parameter=durabilty",
      })
  void aQueryThatIsNotUnderstood(String query, String detail) {
    assertProblem(
        SERVER.post(EVENTS + "?" + query, TestServer.NDJSON, "{}"), 400, "bad-query", detail);
  }

  @Test
  void aQueueThatIsUnknown_isNamedBesideTheKnownOnes() {
    HttpResponse<String> answer =
        SERVER.post("/api/v1/queues/n%C3%B6/events", TestServer.NDJSON, "{}");

    assertProblem(answer, 404, "unknown-queue", "queue must be one of alarms, orders: queue=nö");
    JsonNode problem = new JsonMapper().readTree(answer.body());
    assertThat(problem.path("queue").asString()).isEqualTo("nö");
    assertThat(problem.path("queues").toString()).isEqualTo("[\"alarms\",\"orders\"]");
  }

  @Test
  void aPathThatIsUnknown() {
    assertProblem(
        SERVER.get("/api/v1/queue"), 404, "unknown-path", "no such path: path=/api/v1/queue");
  }

  @Test
  void aMethodThatIsNotAllowed() {
    HttpResponse<String> put =
        SERVER.send(HttpRequest.newBuilder(SERVER.uri(EVENTS)).PUT(BodyPublishers.ofString("{}")));
    HttpResponse<String> post = SERVER.post("/api/v1/health", "text/plain", "");

    assertProblem(put, 405, "wrong-method", "method must be one of POST: method=PUT");
    assertThat(put.headers().firstValue("Allow")).contains("POST");
    assertProblem(post, 405, "wrong-method", "method must be one of GET, HEAD: method=POST");
    assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void whatIsNotHttp_isAnsweredAsAProblemToo() {
    String answer = SERVER.raw("GET / HTTP/1.1\r\nHost: localhost\r\nA b: c\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Content-Type: " + Problem.MEDIA_TYPE);
    assertThat(answer).contains("\"type\":\"urn:spillway:problem:bad-request\"", "\"status\":400");
  }

  @Test
  void headersThatAreTooLarge() {
    String answer =
        SERVER.raw("GET / HTTP/1.1\r\nHost: localhost\r\nA: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 431 ")
        .contains("\"type\":\"urn:spillway:problem:request-header-fields-too-large\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Host: evil.example | 421 | foreign-host | Host must be localhost or a loopback address:"
            + " Host=evil.example",
        "Host: localhost.evil.example:8080 | 421 | foreign-host | Host must be localhost or a"
            + " loopback address: Host=localhost.evil.example:8080",
        "Host: localhost;Origin: http://evil.example | 403 | foreign-site | Origin must be this"
            + " server's own: Origin=http://evil.example",
        "Host: localhost:1;Origin: http://localhost:2 | 403 | foreign-site | Origin must be this"
            + " server's own: Origin=http://localhost:2",
        "Host: localhost;Origin: null | 403 | foreign-site | Origin must be this server's own:"
            + " Origin=null",
        "Host: localhost;Sec-Fetch-Site: cross-site | 403 | foreign-site | Sec-Fetch-Site must be"
            + " same-origin or none: Sec-Fetch-Site=cross-site",
      })
  void aRequestFromAnotherSite(String headers, int status, String type, String detail) {
    String answer =
        SERVER.raw("GET /api/v1/queues HTTP/1.1\r\n" + headers.replace(";", "\r\n") + "\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("urn:spillway:problem:" + type, "\"detail\":\"" + detail + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: localhost",
    "Host: LOCALHOST:8080",
    "Host: a.localhost",
    "Host: 127.9.9.9:1",
    "Host: [::1]:8080",
    "Host: localhost:5;Origin: http://localhost:5",
    "Host: localhost;Sec-Fetch-Site: same-origin",
    "Host: localhost;Sec-Fetch-Site: none",
  })
  void aRequestFromHere_isServed(String headers) {
    assertThat(
            SERVER.raw(
                "GET /api/v1/queues HTTP/1.1\r\n" + headers.replace(";", "\r\n") + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String type, String detail) {
    JsonNode problem = new JsonMapper().readTree(answer.body());
    assertThat(problem.path("detail").asString()).isEqualTo(detail);
    assertThat(problem.path("type").asString()).isEqualTo("urn:spillway:problem:" + type);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }
}
