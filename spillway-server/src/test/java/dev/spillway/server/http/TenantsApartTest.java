package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.EventQueue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key of one tenant never sees or touches what belongs to another. */
class TenantsApartTest {
  private static final String LETTERS = "/api/v1/queues/orders/dead-letters";
  private static final int OF_EACH = 3;

  private final EventQueue orders = EventQueue.builder("orders").build();
  private final EventQueue standard = EventQueue.builder("default").build();
  private final TestServer server =
      new TestServer(
          TestServer.CONFIG, Keys.RING, TestServer.served(orders), TestServer.served(standard));

  @AfterEach
  void close() {
    server.close();
  }

  /** Letters of tenants b, a and nobody, in turn; b's are the last. */
  @BeforeEach
  void letters() {
    StringBuilder body = new StringBuilder();
    for (int each = 0; each < OF_EACH; each++) {
      body.append("{\"id\":\"secret-b%d\",\"tenant\":\"b\"}\n".formatted(each));
      body.append("{\"id\":\"a%d\",\"tenant\":\"a\"}\n".formatted(each));
      body.append("{\"id\":\"secret-nobody%d\"}\n".formatted(each));
    }
    body.append("{\"id\":\"secret-b-last\",\"tenant\":\"b\"}\n");
    send(Keys.PRODUCER, "POST", "/api/v1/queues/orders/events", body.toString());
    for (Batch batch = poll(); batch != null; batch = poll()) {
      for (int index = 0; index < batch.size(); index++) {
        batch.deadLetter(index, "refused");
      }
    }
    assertThat(ids(send(Keys.OPERATOR, "GET", LETTERS, ""))).hasSize(3 * OF_EACH + 1);
  }

  private @Nullable Batch poll() {
    return orders.poll(Priority.BULK, 10, 1 << 20);
  }

  private HttpResponse<String> send(String key, String method, String path, String body) {
    String type = path.endsWith("/events") ? TestServer.NDJSON : "application/json";
    return server.send(
        Keys.with(key, HttpRequest.newBuilder(server.uri(path)))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> response) {
    return new JsonMapper().readTree(response.body());
  }

  private static List<String> ids(HttpResponse<String> response) {
    List<String> ids = new ArrayList<>();
    json(response).path("letters").forEach(letter -> ids.add(letter.path("id").asString()));
    return ids;
  }

  private long kept() {
    return orders.deadLetters().figures().kept();
  }

  @Test
  void everyRoute_asTenantA_tellsNothingOfTenantB() {
    for (String line : AccessTest.ROUTES) {
      String[] route = line.split(" ", -1);
      for (String query : List.of("", "?tenant=b", "?id=secret-b0", "?tenant=b&limit=1")) {
        if (route[1].equals("DELETE") || route[2].endsWith("/replay")) {
          continue; // changes are below
        }
        HttpResponse<String> response =
            send(Keys.OF_A, route[1], route[2] + query, "{\"tenant\":\"b\"}\n");
        assertThat(response.body()).as(line + query).doesNotContain("secret");
        boolean shared =
            !line.endsWith("/explain")
                && !line.endsWith("/dead-letters")
                && !line.endsWith("/events")
                && !route[0].equals("open");
        if (shared || line.endsWith("/api/v1/events")) {
          assertThat(response.statusCode()).as(line).isEqualTo(403);
          assertThat(response.body()).as(line).contains("problem:tenant-bound");
        }
      }
    }
    assertThat(orders.held()).isZero();
    assertThat(standard.held()).isZero();
    assertThat(kept()).isEqualTo(3 * OF_EACH + 1);
  }

  @Test
  void list_asTenantA_isAsIfNoOthersWereThere() {
    HttpResponse<String> all = send(Keys.OF_A, "GET", LETTERS, "");

    assertThat(ids(all)).containsExactly("a0", "a1", "a2");
    assertThat(json(all).path("next").isNull()).isTrue();
    assertThat(json(all).path("account").isNull()).isTrue();
    for (String query : List.of("?tenant=b", "?id=secret-b0", "?tenant=nobody", "?tenant=")) {
      HttpResponse<String> none = send(Keys.OF_A, "GET", LETTERS + query, "");
      assertThat(none.statusCode()).isEqualTo(200);
      assertThat(none.body()).isEqualTo("{\"letters\":[],\"next\":null,\"account\":null}");
    }
    assertThat(ids(send(Keys.OF_A, "GET", LETTERS + "?id=a1&id=secret-b1", "")))
        .containsExactly("a1");
  }

  @Test
  void pages_asTenantA_endWithItsOwnLetters_andShowNoPlacesOfOthers() {
    List<String> seen = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    String after = "";
    for (int page = 0; page < OF_EACH; page++) {
      JsonNode answer = json(send(Keys.OF_A, "GET", LETTERS + "?limit=1" + after, ""));
      assertThat(answer.path("letters").size()).isEqualTo(1);
      seen.add(answer.path("letters").path(0).path("id").asString());
      positions.add(answer.path("letters").path(0).path("position").asLong());
      boolean last = page == OF_EACH - 1;
      assertThat(answer.path("next").isNull()).as("page %d", page).isEqualTo(last);
      if (!last) {
        assertThat(answer.path("next").asLong()).isEqualTo(positions.get(page));
        after = "&after=" + answer.path("next").asLong();
      }
    }
    assertThat(seen).containsExactly("a0", "a1", "a2");
    assertThat(positions).doesNotContain(1L, 4L, 7L).doesNotHaveDuplicates();
    HttpResponse<String> madeUp = send(Keys.OF_A, "GET", LETTERS + "?after=123456789", "");
    assertThat(madeUp.statusCode()).isEqualTo(400);
  }

  @Test
  void replayAndDiscard_asTenantA_touchItsOwnLettersAlone() {
    HttpResponse<String> foreign =
        send(Keys.OF_A, "DELETE", LETTERS + "?id=secret-b0&id=secret-nobody0", "");
    assertThat(foreign.body())
        .isEqualTo("{\"discarded\":0,\"expired\":0,\"stoppedBy\":null,\"account\":null}");
    assertThat(json(send(Keys.OF_A, "POST", LETTERS + "/replay?tenant=b", "")).path("replayed"))
        .hasToString("0");
    assertThat(kept()).isEqualTo(3 * OF_EACH + 1);
    assertThat(orders.held()).isZero();

    assertThat(json(send(Keys.OF_A, "POST", LETTERS + "/replay?limit=1", "")).path("replayed"))
        .hasToString("1");
    assertThat(json(send(Keys.OF_A, "DELETE", LETTERS + "?all=true", "")).path("discarded"))
        .hasToString("2");

    assertThat(ids(send(Keys.OPERATOR, "GET", LETTERS, "")))
        .hasSize(2 * OF_EACH + 1)
        .allMatch(id -> id.startsWith("secret"));
    Batch replayed = Objects.requireNonNull(poll());
    assertThat(replayed.size()).isEqualTo(1);
    assertThat(replayed.event(0).id()).isEqualTo("a0");
  }

  @Test
  void aKeyOfTwoTenants_seesBothAndNoThird() {
    send(Keys.PRODUCER, "POST", "/api/v1/queues/orders/events", "{\"id\":\"c0\",\"tenant\":\"c\"}");
    Batch batch = Objects.requireNonNull(poll());
    batch.deadLetter(0, "refused");

    assertThat(ids(send(Keys.OF_A_AND_C, "GET", LETTERS, "")))
        .containsExactly("a0", "a1", "a2", "c0");
    assertThat(ids(send(Keys.OF_A_AND_C, "GET", LETTERS + "?tenant=c", ""))).containsExactly("c0");
  }
}
