package dev.spillway.server.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeadLetterCallsTest {
  private static final String LETTERS = "/api/v1/queues/orders/dead-letters";

  private final EventQueue orders = EventQueue.builder("orders").build();
  private final EventQueue alarms =
      EventQueue.builder("alarms").spill(new HeldStore(), DiskMode.WRITE_AHEAD).build();
  private final TestServer server =
      new TestServer(TestServer.served(orders), TestServer.served(alarms, DiskMode.WRITE_AHEAD));

  @AfterEach
  void close() {
    server.close();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return new JsonMapper().readTree(response.body());
  }

  private HttpResponse<String> change(String method, String path) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Spillway-Admin", "true")
            .method(method, BodyPublishers.noBody()));
  }

  /** Three letters: one of JSON, one with a tenant, one of bytes that are no text. */
  private void letters() {
    server.post(
        "/api/v1/queues/orders/events",
        TestServer.NDJSON,
        """
        {"id":"a","priority":"high","n":1}
        {"id":"b","tenant":"acme","type":"t","key":"k"}
        """);
    server.send(
        HttpRequest.newBuilder(server.uri("/api/v1/queues/orders/events"))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xFF, 'x'})));
    for (Batch batch = poll(); batch != null; batch = poll()) {
      for (int index = 0; index < batch.size(); index++) {
        batch.deadLetter(index, "not \"this\"");
      }
    }
  }

  private @Nullable Batch poll() {
    return orders.poll(Priority.BULK, 10, 1 << 20);
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.path("letters").forEach(letter -> ids.add(letter.path("id").asString()));
    return ids;
  }

  @Test
  void list_showsLettersWithTheirStoryAndPayload() {
    letters();

    JsonNode answer = json(server.get(LETTERS));

    assertThat(ids(answer)).containsExactly("a", "b", "id-0");
    JsonNode first = answer.path("letters").path(0);
    assertThat(first.path("priority").asString()).isEqualTo("high");
    assertThat(first.path("tries").asInt()).isEqualTo(1);
    assertThat(first.path("reason").asString()).isEqualTo("not \"this\"");
    assertThat(first.path("accepted").asString()).endsWith("Z");
    assertThat(first.path("deadLettered").asString()).endsWith("Z");
    assertThat(first.path("durable").asBoolean()).isFalse();
    assertThat(first.path("data").path("n").asInt()).isEqualTo(1);
    assertThat(answer.path("letters").path(1).path("tenant").asString()).isEqualTo("acme");
    assertThat(answer.path("letters").path(1).path("key").asString()).isEqualTo("k");
    assertThat(answer.path("letters").path(2).path("data_base64").asString()).isEqualTo("/3g=");
    assertThat(answer.path("next").isNull()).isTrue();
    assertThat(answer.path("account").path("kept").asLong()).isEqualTo(3);
    assertThat(answer.path("account").path("exact").asBoolean()).isTrue();
  }

  @Test
  void list_inPages_goesOnWhereTheLastEnded() {
    letters();
    JsonNode first = json(server.get(LETTERS + "?limit=2"));
    assertThat(ids(first)).containsExactly("a", "b");
    JsonNode second = json(server.get(LETTERS + "?after=" + first.path("next").asLong()));
    assertThat(ids(second)).containsExactly("id-0");
    assertThat(ids(json(server.get(LETTERS + "?tenant=acme")))).containsExactly("b");
    assertThat(ids(json(server.get(LETTERS + "?id=a&id=nobody&priority=high"))))
        .containsExactly("a");
  }

  @Test
  void replay_putsEventsBack_andDiscardRemovesThem() {
    letters();

    JsonNode replayed = json(change("POST", LETTERS + "/replay?priority=high"));

    assertThat(replayed.path("replayed").asLong()).isEqualTo(1);
    assertThat(replayed.path("expired").asLong()).isZero();
    assertThat(replayed.path("stoppedBy").isNull()).isTrue();
    assertThat(replayed.path("account").path("kept").asLong()).isEqualTo(2);
    assertThat(TestServer.account(orders, Priority.HIGH).replayed()).isEqualTo(1);
    Batch again = requireNonNull(poll());
    assertThat(again.event(0).id()).isEqualTo("a");
    assertThat(again.tries(0)).isZero();

    JsonNode discarded = json(change("DELETE", LETTERS + "?all=true"));

    assertThat(discarded.path("discarded").asLong()).isEqualTo(2);
    assertThat(discarded.path("account").path("exact").asBoolean()).isTrue();
    assertThat(ids(json(server.get(LETTERS)))).isEmpty();
    JsonNode queue = json(server.get("/api/v1/queues/orders"));
    assertThat(queue.path("deadLetterAccount").path("discarded").asLong()).isEqualTo(2);
  }

  private void assertMistake(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).path("detail").asString()).isEqualTo(detail);
  }

  @Test
  void change_withoutTheHeader_isForbidden() {
    letters();
    assertMistake(
        server.post(LETTERS + "/replay?all=true", "text/plain", ""),
        403,
        "Spillway-Admin must be true, or Content-Type application/json, or there must be a key:"
            + " Spillway-Admin=");
    assertThat(ids(json(server.get(LETTERS)))).hasSize(3);
  }

  @Test
  void change_withTheTypeThatNoFormCanSend_isDone() {
    letters();
    assertThat(server.post(LETTERS + "/replay?all=true", "application/json", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void mistakes_areNamed() {
    assertMistake(
        change("DELETE", LETTERS),
        400,
        "there must be either all=true, or at least one of id, priority, tenant, limit");
    assertMistake(
        change("DELETE", LETTERS + "?all=true&limit=3"),
        400,
        "there must be either all=true, or at least one of id, priority, tenant, limit");
    assertMistake(
        change("DELETE", LETTERS + "?all=yes"), 400, "all must be true or absent: all=yes");
    assertMistake(
        server.get(LETTERS + "?priority=top"),
        400,
        "priority must be one of critical, high, normal, low, bulk: priority=top");
    assertMistake(
        server.get(LETTERS + "?limit=1001"), 400, "limit must be from 1 to 1000: limit=1001");
    assertMistake(server.get(LETTERS + "?after=x"), 400, "after must be a whole number: after=x");
    assertMistake(
        server.get(LETTERS + "?tenant=a&tenant=b"), 400, "tenant must be there once: tenant=a,b");
    assertMistake(
        server.get(LETTERS + "?name=x"),
        400,
        "parameters must be of id, priority, tenant, limit, after: parameter=name");
    assertThat(server.get("/api/v1/queues/nobody/dead-letters").statusCode()).isEqualTo(404);
    assertThat(change("PUT", LETTERS).headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD");
  }

  @Test
  void list_logCannotBeRead_isToldAsUnavailable() {
    HttpResponse<String> answer = server.get("/api/v1/queues/alarms/dead-letters");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("type").asString())
        .isEqualTo("urn:spillway:problem:dead-letters-unavailable");
    assertThat(json(answer).path("errorId").asString()).isNotEmpty();
  }
}
