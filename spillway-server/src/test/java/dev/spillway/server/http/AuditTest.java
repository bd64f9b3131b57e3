package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.LogLines;
import dev.spillway.server.security.AuditLog;
import dev.spillway.server.security.Caller;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final String ORDERS = "/api/v1/queues/orders";

  private final TestServer server =
      new TestServer(
          TestServer.CONFIG, Keys.RING, TestServer.served(EventQueue.builder("orders").build()));
  private final LogLines log = LogLines.named("dev.spillway.audit");

  @AfterEach
  void close() {
    log.close();
    server.close();
  }

  private void call(String key, String method, String path) {
    server.send(
        Keys.with(key, HttpRequest.newBuilder(server.uri(path)))
            .method(method, BodyPublishers.noBody()));
  }

  private static String line(String key, String method, String path, String rest) {
    return "INFO event=admin-call key="
        + key
        + " remote=\"127.0.0.1\" method=\""
        + method
        + "\" path=\""
        + path
        + "\" queue="
        + rest;
  }

  @Test
  void everyAdminCall_isTold_alsoOneThatIsRefused() {
    call(Keys.OPERATOR, "POST", ORDERS + "/circuit-breaker/open");
    call(Keys.OPERATOR, "GET", ORDERS + "/dead-letters?id=private");
    call(Keys.READER, "DELETE", ORDERS + "/dead-letters?all=true");
    call("sw_wrong-secret", "POST", ORDERS + "/circuit-breaker/close");
    call(Keys.OF_A, "PATCH", ORDERS);
    call(Keys.OPERATOR, "POST", "/api/v1/queues/nope/circuit-breaker/reset");
    call(Keys.OPERATOR, "POST", "/api/v1/metrics/backpressure/reset");

    assertThat(log.lines())
        .containsExactly(
            line("operator", "POST", ORDERS + "/circuit-breaker/open", "\"orders\" status=200"),
            line("operator", "GET", ORDERS + "/dead-letters", "\"orders\" status=200"),
            line("reader", "DELETE", ORDERS + "/dead-letters", "\"orders\" status=403"),
            line("-", "POST", ORDERS + "/circuit-breaker/close", "\"orders\" status=401"),
            line("of-a", "PATCH", ORDERS, "\"orders\" status=403"),
            line(
                "operator",
                "POST",
                "/api/v1/queues/nope/circuit-breaker/reset",
                "\"nope\" status=404"),
            line("operator", "POST", "/api/v1/metrics/backpressure/reset", "\"\" status=200"));
  }

  @Test
  void aCallWhoseBodyIsBroken_isToldWithTheAnswerThatItGot_andAPathIsShortened() {
    String answer =
        server.raw(
            "PATCH "
                + ORDERS
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer "
                + Keys.OPERATOR
                + "\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
    call("nobody", "DELETE", "/api/v1/queues/" + "q".repeat(1_000) + "/dead-letters");

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0))
        .isEqualTo(line("operator", "PATCH", ORDERS, "\"orders\" status=400"));
    assertThat(log.lines().get(1)).hasSizeLessThan(600).endsWith("…\" status=401");
  }

  @Test
  void whatIsNoAdminCall_isNotTold() {
    call(Keys.READER, "GET", ORDERS);
    call(Keys.PRODUCER, "POST", ORDERS + "/events");
    call("nobody", "GET", ORDERS);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void namesFromOutside_endNoLine() {
    AuditLog.tell(Caller.NOBODY, new AuditLog.Call("::1", "GET", "/a\nevent=b", "q\"x"), 404);

    assertThat(log.lines())
        .containsExactly(
            "INFO event=admin-call key=- remote=\"::1\" method=\"GET\" path=\"/a event=b\""
                + " queue=\"q\\\"x\" status=404");
  }
}
