package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.circuit.CallOutcome;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.queue.EventQueue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircuitControlTest {
  private static final String PATH = "/api/v1/queues/orders/circuit-breaker/";

  private final ServedQueue orders = TestServer.served(EventQueue.builder("orders").build());
  private final TestServer server = new TestServer(orders);

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> post(String path) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Spillway-Admin", "true")
            .POST(BodyPublishers.noBody()));
  }

  @Test
  void open_holdsTheCircuitOpenAndAnswersItsFigures() {
    HttpResponse<String> answer = post(PATH + "open");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"state\":\"open\",\"mode\":\"enforce\",\"held\":true,"
                + "\"since\":\"2023-11-14T22:13:20Z\",\"calls\":0,\"failures\":0,"
                + "\"failureRate\":0.0,\"consecutiveFailures\":0,\"halfOpenSuccesses\":0,"
                + "\"halfOpenInFlight\":0,\"openedTimes\":1,\"refused\":0,\"wouldHaveRefused\":0,"
                + "\"untilHalfOpenMillis\":null,\"moves\":[{\"at\":\"2023-11-14T22:13:20Z\","
                + "\"from\":\"closed\",\"to\":\"open\",\"reason\":\"opened by hand\"}]}");
    assertThat(orders.circuit().tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
    assertThat(server.get("/api/v1/queues/orders").body())
        .contains("\"circuit\":{\"state\":\"open\"");
  }

  @Test
  void close_holdsTheCircuitClosedWhateverFails() {
    assertThat(post(PATH + "close").body()).startsWith("{\"state\":\"closed\"");

    for (int call = 0; call < 100; call++) {
      orders.circuit().record(orders.circuit().tryAcquire(), CallOutcome.FAILURE);
    }
    assertThat(orders.circuit().figures().held()).isTrue();
    assertThat(orders.circuit().permitsNow()).isPositive();
  }

  @Test
  void reset_letsGoAndForgets() {
    post(PATH + "open");

    assertThat(post(PATH + "reset").body())
        .contains("\"state\":\"closed\"", "\"held\":false", "\"reason\":\"reset by hand\"");
  }

  @Test
  void control_withoutTheAdminHeader_isForbidden_butForTheOldCalls() {
    for (String move : List.of("open", "close", "reset")) {
      HttpResponse<String> answer = server.post(PATH + move, "text/plain", "");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("problem:admin-header");
    }
    assertThat(orders.circuit().figures().held()).isFalse();
    assertThat(server.post("/api/v1/metrics/backpressure/reset", "text/plain", "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void control_unknownQueueOrAct_isAProblem() {
    assertThat(post("/api/v1/queues/nope/circuit-breaker/reset").statusCode()).isEqualTo(404);
    assertThat(post(PATH + "break").statusCode()).isEqualTo(404);
    assertThat(server.get(PATH + "reset").statusCode()).isEqualTo(405);
  }
}
