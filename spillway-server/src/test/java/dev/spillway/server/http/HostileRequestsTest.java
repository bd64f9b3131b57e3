package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.EventQueue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that no honest client sends: each is told why it is refused, and nothing is left of it.
 */
class HostileRequestsTest {
  private static final String POST =
      String.join(
          "\r\n",
          "POST /api/v1/queues/orders/events HTTP/1.1",
          "Host: localhost",
          "Connection: close",
          "Content-Type: text/plain",
          "");
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  private static final TestServer SERVER =
      new TestServer(TestServer.served(EventQueue.builder("orders").build()));

  @AfterAll
  static void close() {
    SERVER.close();
  }

  static List<String> bodiesWithoutACertainEnd() {
    return List.of(
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "Content-Length: 3, 3\r\n\r\nabc",
        "Content-Length: +3\r\n\r\nabc",
        "Content-Length: -1\r\n\r\nabc",
        "Content-Length: 0x3\r\n\r\nabc",
        "Content-Length: 99999999999999999999\r\n\r\nabc",
        "Content-Length : 3\r\n\r\nabc",
        "Transfer-Encoding: gzip\r\n\r\nabc",
        "Transfer-Encoding: chunked, gzip\r\n\r\nabc",
        "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n" + "0".repeat(100) + "3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n",
        "Transfer-Encoding: chunked\r\n\r\n3;a=\"\n\"\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3;" + "x".repeat(100_000) + "\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n" + "A: b\r\n".repeat(10_000) + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("bodiesWithoutACertainEnd")
  void aBodyWhoseEndIsNotCertain_isRefused(String rest) {
    assertRefused(SERVER.raw(POST + rest));
    assertThat(SERVER.server.bodiesBytes()).isZero();
  }

  static List<String> heads() {
    return List.of(
        "GET /\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
        "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET http://a:b@localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost:abc\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
        "GET / HTTP/1.1\rHost: localhost\r\r",
        GET + "A: b\r\n c\r\n\r\n",
        GET + "A: b\rB: c\r\n\r\n",
        GET + "A: b\0c\r\n\r\n",
        GET + "A b\r\n\r\n",
        GET + ": x\r\n\r\n",
        GET + "Expect: something\r\n\r\n",
        GET + "a:b\r\n".repeat(10_000) + "\r\n",
        "A".repeat(20_000) + " / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\r\n".repeat(20_000),
        "\u0016\u0003\u0001\2\0\1\0\1\3\3");
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aHeadThatIsNotOne_isRefused(String request) {
    assertRefused(SERVER.raw(request));
  }

  static Stream<String> paths() {
    return Stream.of(
        "/api/v1/queues/or%2Fders/events",
        "/api/v1/queues/%2e%2e/events",
        "/api/v1/queues/../events",
        "/api/v1/queues/or%00ders/events",
        "/api/v1/queues/or\0ders/events",
        "/api/v1/queues/orders;x/events",
        "/api/v1/queues/or\\ders/events",
        "/api/v1/queues//events",
        "/api/v1/queues/%252e/events",
        "/../../etc/passwd",
        "/%zz",
        "/%u0041",
        "/%ff",
        "/#x",
        "/?" + "a".repeat(20_000));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPathThatHidesWhatItMeans_isRefused(String path) {
    assertRefused(SERVER.raw(POST.replace("/api/v1/queues/orders/events", path) + "\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /api/v1/queues/orders/events HTTP/1.1 | Transfer-Encoding: gzip, chunked |"
            + " Transfer-Encoding must be chunked: Transfer-Encoding=gzip, chunked",
        "POST /api/v1/queues/orders/events HTTP/1.0 | Transfer-Encoding: chunked |"
            + " Transfer-Encoding must not be used before HTTP/1.1: version=HTTP/1.0",
        "POST /api/v1/queues/orders;x/events HTTP/1.1 | Content-Length: 0 |"
            + " a path must have no parameters: path=/api/v1/queues/orders;x/events",
      })
  void whatCanBeReadInTwoWays_isRefused_andTheConnectionEnds(
      String line, String header, String detail) {
    String answer = SERVER.raw(line + "\r\nHost: localhost\r\n" + header + "\r\n\r\n0\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("Connection: close", "urn:spillway:problem:ambiguous-request")
        .contains("\"detail\":\"" + detail + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Type: text/plain", "Content-Encoding: gzip", "spillway-priority: low"})
  void whatDecidesOverABody_mustBeGivenOnce(String header) {
    String answer =
        SERVER.raw(
            "POST /api/v1/queues/orders/events HTTP/1.1\r\nHost: localhost\r\n"
                + (header + "\r\n").repeat(2)
                + "Content-Length: 0\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("urn:spillway:problem:ambiguous-request", "must be given once");
  }

  @Test
  void aRequestToSpeakAnotherProtocol_isServedInThisOne() {
    String answer = SERVER.raw(GET + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aVersionThatIsNotSpoken_isTheClientsFault() {
    assertThat(SERVER.raw("GET / HTTP/3.0\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("urn:spillway:problem:bad-request");
  }

  @Test
  void manyRequestsAtOnce_areAnsweredInOrder() {
    String alive = "GET /api/v1/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n";

    String answers = SERVER.rawToEnd(alive.repeat(200) + GET + "\r\n");

    assertThat(answers.split("\\{\"status\":\"alive\"}", -1)).hasSize(201);
    assertThat(answers).contains("\"name\":\"Spillway\"");
  }

  @Test
  void aPreferenceThatCannotBeRead_isNone() {
    String answer = SERVER.raw(GET.replace("/ ", "/metrics ") + "Accept: \"text\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: text/plain");
  }

  private static void assertRefused(String answer) {
    assertThat(answer)
        .matches(text -> text.startsWith("HTTP/1.1 4"), "is refused")
        .contains("Content-Type: " + Problem.MEDIA_TYPE);
    await().until(() -> SERVER.server.connections().open() == 0);
    assertThat(SERVER.raw(GET + "\r\n")).startsWith("HTTP/1.1 200 ");
  }
}
