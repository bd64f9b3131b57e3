package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.http.connection.ConnectionLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client may take of the server, and what becomes of one that takes more. */
class BoundsTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final String HEAD =
      "POST " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";

  private final TestServer server =
      new TestServer(
          new HttpConfig("127.0.0.1", 0, new BodyLimits(MAX_BODY_BYTES, MAX_BODY_BYTES, 100_000)),
          new HttpLimits(
              new ConnectionLimits(
                  4, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(20)),
              8192,
              (4 << 20) + 1024),
          TestServer.served(EventQueue.builder("orders").build()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aBodyThatIsAnnouncedTooLarge_isRefusedBeforeItComes() {
    assertThat(server.raw(HEAD + "Content-Length: 1048577\r\n\r\n")).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aBodyThatGrowsTooLarge_isRefused_andTheClientSeesWhy() {
    byte[] body = new byte[20 << 20];

    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(EVENTS))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void bodiesThatComeTogether_shareTheMemory_andTheOneTooManyIsToldToComeAgain()
      throws IOException {
    String half = HEAD + "Content-Length: 1048576\r\n\r\n" + "x".repeat(MAX_BODY_BYTES - 1);
    try (Socket one = server.connected(half);
        Socket other = server.connected(half)) {
      await().until(() -> server.server.bodiesBytes() == 2 * MAX_BODY_BYTES);

      HttpResponse<String> answer =
          server.post(EVENTS, "text/plain", "x".repeat(MAX_BODY_BYTES - 10));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.body())
          .contains("the bodies of other requests take all the memory that is meant for them");
      TestServer.write(one, "\n");
      assertThat(TestServer.readAnswer(one)).startsWith("HTTP/1.1 202 ");
      assertThat(server.server.bodiesBytes()).isEqualTo(MAX_BODY_BYTES);
      TestServer.write(other, "\n");
      assertThat(TestServer.readAnswer(other)).startsWith("HTTP/1.1 202 ");
    }
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void aBodyOfTooManyRecords_isRefused() {
    HttpResponse<String> answer = server.post(EVENTS, TestServer.NDJSON, "{}\n".repeat(20_000));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body())
        .contains("the body's records take more memory than the server has for all bodies");
  }

  @Test
  void aClientThatGoesAwayWithinItsBody_leavesNothingBehind() throws IOException {
    try (Socket gone = server.connected(HEAD + "Content-Length: 1000\r\n\r\nabc")) {
      await().until(() -> server.server.bodiesBytes() > 0);
      assertThat(gone.isConnected()).isTrue();
    }

    await().until(() -> server.server.bodiesBytes() == 0);
  }

  @Test
  void aClientThatFallsSilentWithinItsBody_isCutOff() throws IOException {
    try (Socket silent = server.connected(HEAD + "Content-Length: 1000\r\n\r\nabc")) {
      await().until(() -> server.server.bodiesBytes() > 0);

      assertThat(TestServer.readAnswer(silent)).doesNotContain(" 202 ");
    }
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void aClientThatDribbles_isCutOff() throws IOException {
    try (Socket slow = server.connected(HEAD + "Content-Length: 1000\r\n\r\nabc")) {
      await().until(() -> server.server.bodiesBytes() > 0);
      server.time.advance(Duration.ofSeconds(11));
      TestServer.write(slow, "d");

      assertThat(TestServer.readAnswer(slow))
          .startsWith("HTTP/1.1 408 ")
          .contains("a body must come with at least 1024 bytes a second");
    }
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void aConnectionTooMany_waitsUntilAnotherEnds() throws IOException {
    Socket[] taken = new Socket[4];
    for (int index = 0; index < taken.length; index++) {
      taken[index] = server.connected("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(TestServer.readAnswer(taken[index])).startsWith("HTTP/1.1 200 ");
    }
    try (Socket waiting = server.connected("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      for (Socket socket : taken) {
        socket.close();
      }
      assertThat(TestServer.readAnswer(waiting)).startsWith("HTTP/1.1 200 ");
    }
  }
}
