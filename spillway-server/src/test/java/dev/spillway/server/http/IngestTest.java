package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.EventQueue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";

  private final EventQueue queue =
      EventQueue.builder("orders").laneEvents(Priority.LOW, 1).memoryBytes(1 << 20).build();
  private final TestServer server = new TestServer(TestServer.served(queue));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void records_areAcceptedInTheirOrder() {
    HttpResponse<String> answer =
        server.post(EVENTS, TestServer.NDJSON, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo("{\"accepted\":2,\"durability\":\"volatile\",\"refused\":[]}");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(heldIds()).containsExactly("a", "b");
  }

  @Test
  void linesOfText_areAcceptedWithTheHeadersPriority() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(EVENTS + "?durability=volatile"))
                .header("Content-Type", "Text/Plain; charset=iso-8859-1")
                .header("Spillway-Priority", "HIGH")
                .POST(BodyPublishers.ofString("one\ntwo")));

    assertThat(answer.body())
        .isEqualTo("{\"accepted\":2,\"durability\":\"volatile\",\"refused\":[]}");
    assertThat(TestServer.account(queue, Priority.HIGH).held()).isEqualTo(2);
  }

  @Test
  void aBodyInChunks_isReadWhole() {
    byte[] body =
        ("{\"data\":\"" + "x".repeat(9000) + "\"}\n").repeat(50).getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(EVENTS))
                .header("Content-Type", TestServer.NDJSON)
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));

    assertThat(answer.body())
        .isEqualTo("{\"accepted\":50,\"durability\":\"volatile\",\"refused\":[]}");
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void whenSomeFindNoRoom_theOthersAreAcceptedAndTheseAreNamed() {
    HttpResponse<String> answer =
        server.post(
            EVENTS,
            TestServer.NDJSON,
            "{\"priority\":\"low\",\"id\":\"a\"}\n\n{\"priority\":\"low\"}\n{\"id\":\"c\"}");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"accepted\":2,\"durability\":\"volatile\",\"refused\":"
                + "[{\"index\":1,\"reason\":\"lane-full\",\"retryAfterMillis\":1000}]}");
    assertThat(heldIds()).containsExactly("c", "a");
  }

  @Test
  void whenNoneFindsRoom_theAnswerIs503WithTheTimeToTryAgain() {
    server.post(EVENTS, TestServer.NDJSON, "{\"priority\":\"low\"}");

    HttpResponse<String> answer = server.post(EVENTS, TestServer.NDJSON, "{\"priority\":\"low\"}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body())
        .startsWith(
            "{\"type\":\"urn:spillway:problem:overloaded\",\"title\":\"No event was accepted\","
                + "\"status\":503,\"detail\":\"every event was refused; send them again after 1 s\","
                + "\"accepted\":0,\"durability\":\"volatile\",\"refused\":[{");
    assertThat(answer.body()).contains("\"reason\":\"lane-full\"", "\"retryAfterMillis\":1000");
  }

  @Test
  void whenTheQueueIsStopping_theAnswerIs503() {
    queue.stopAccepting();

    HttpResponse<String> answer = server.post(EVENTS, TestServer.NDJSON, "{}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"reason\":\"stopping\"");
  }

  @Test
  void whenEveryDeadlineHasPassed_theAnswerIs422() {
    HttpResponse<String> answer =
        server.post(EVENTS, TestServer.NDJSON, "{\"deadline\":\"1999-12-31T23:59:59Z\"}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    assertThat(answer.body())
        .contains(
            "\"detail\":\"every event was refused for a reason that trying again does not change\"",
            "\"reason\":\"deadline-passed\"",
            "\"retryAfterMillis\":0");
  }

  @Test
  void whenTheQueueKeepsNothingOnDisk_aDurablePromiseIsRefused() {
    HttpResponse<String> answer =
        server.post(EVENTS + "?durability=durable", TestServer.NDJSON, "{}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("\"reason\":\"not-durable\"");
  }

  @Test
  void aMalformedRecord_isNamed_andNothingOfTheRequestIsAccepted() {
    HttpResponse<String> answer = server.post(EVENTS, TestServer.NDJSON, "{}\n{\"a\":}\n{]");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"urn:spillway:problem:malformed-record\",\"title\":\"A record is"
                + " malformed\",\"status\":400,\"detail\":\"Unexpected character ('}' (code 125)):"
                + " expected a value: line=2 column=6\",\"line\":2,\"column\":6}");
    assertThat(TestServer.account(queue, Priority.NORMAL).offered()).isZero();
    assertThat(server.server.bodiesBytes()).isZero();
  }

  private List<String> heldIds() {
    List<String> ids = new ArrayList<>();
    Batch batch = queue.poll(Priority.BULK, 100, 1 << 20);
    while (batch != null) {
      for (int index = 0; index < batch.size(); index++) {
        ids.add(batch.event(index).id());
      }
      batch.delivered();
      batch = queue.poll(Priority.BULK, 100, 1 << 20);
    }
    return ids;
  }
}
