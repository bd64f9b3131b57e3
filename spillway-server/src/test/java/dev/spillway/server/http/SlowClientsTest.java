package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.http.connection.ConnectionLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that keep a connection and give nothing for it. */
class SlowClientsTest {
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final String ALIVE =
      "GET /api/v1/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String POST =
      String.join(
          "\r\n",
          "POST /api/v1/queues/orders/events HTTP/1.1",
          "Host: localhost",
          "Content-Type: text/plain",
          "");

  private static final String KILOBYTE = "a".repeat(1023) + "\n";

  private final TestServer server = server(8 << 20);

  private static TestServer server(long bodiesBytes) {
    return new TestServer(
        TestServer.CONFIG,
        new HttpLimits(
            new ConnectionLimits(100, IDLE, SLOW, Duration.ofMillis(20)), 16 << 10, bodiesBytes),
        TestServer.served(EventQueue.builder("orders").build()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aHeadThatTakesTooLong_isAnswered408_andTheConnectionEnds() throws IOException {
    try (Socket slow = server.connected("GET / HTTP/1.1\r\nHost: loc")) {
      awaitLooks();
      server.time.advance(SLOW);
      awaitLooks();
      TestServer.write(slow, "a");
      awaitLooks();
      assertThat(server.server.connections().open()).isOne();

      server.time.advance(Duration.ofNanos(1));

      assertThat(TestServer.readToEnd(slow))
          .startsWith("HTTP/1.1 408 ")
          .contains("Content-Type: " + Problem.MEDIA_TYPE)
          .contains("the request's line and headers came too slowly");
    }
    awaitNoConnections();
    assertThat(server.server.connections().slow()).isOne();
  }

  @Test
  void aRequestLineThatTakesTooLong_isAnswered408() throws IOException {
    try (Socket slow = server.connected("GE")) {
      awaitLooks();
      server.time.advance(SLOW.plusNanos(1));

      assertThat(TestServer.readToEnd(slow)).startsWith("HTTP/1.1 408 ");
    }
    awaitNoConnections();
  }

  @Test
  void theSecondHeadOfAConnection_hasItsOwnTime() throws IOException {
    try (Socket client = server.connected(ALIVE)) {
      assertThat(TestServer.readAnswer(client)).startsWith("HTTP/1.1 200 ");
      awaitLooks();
      server.time.advance(Duration.ofMinutes(1));
      awaitLooks();
      TestServer.write(client, ALIVE.substring(0, 20));
      awaitLooks();
      server.time.advance(SLOW);
      awaitLooks();
      TestServer.write(client, ALIVE.substring(20));

      assertThat(TestServer.readAnswer(client)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aConnectionThatSendsNothingButEmptyLines_isCutOff() throws IOException {
    try (Socket client = server.connected("\r\n")) {
      awaitLooks();
      server.time.advance(IDLE);
      TestServer.write(client, "\r\n");
      server.time.advance(SLOW.plusNanos(1));

      assertThat(endOf(client)).isEmpty();
    }
    awaitNoConnections();
  }

  @Test
  void aBodyThatFallsSilent_isAnswered408_andItsMemoryComesBack() throws IOException {
    try (Socket slow = server.connected(POST + "Content-Length: 1000\r\n\r\nabc")) {
      await().until(() -> server.server.bodiesBytes() > 0);
      awaitLooks();
      server.time.advance(SLOW.plusSeconds(1));

      assertThat(TestServer.readToEnd(slow))
          .startsWith("HTTP/1.1 408 ")
          .contains("a body must come with at least 1024 bytes a second");
    }
    awaitNoConnections();
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void aBodyThatCameFastAtFirst_mustGoOn() throws IOException {
    try (Socket slow = server.connected(POST + "Content-Length: 1000000\r\n\r\n")) {
      TestServer.write(slow, KILOBYTE.repeat(900));
      await().until(() -> server.server.bodiesBytes() >= 900 << 10);
      awaitLooks();
      server.time.advance(SLOW.plusNanos(1));

      assertThat(TestServer.readToEnd(slow)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aBodyAtTheLeastRate_mayTakeItsTime() throws IOException {
    try (Socket slow = server.connected(POST + "Content-Length: 102400\r\n\r\n")) {
      sendSlowly(server, slow, 19);
      TestServer.write(slow, KILOBYTE.repeat(5));

      assertThat(TestServer.readAnswer(slow)).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void aBodyAtTheLeastRate_isCutOffWhenOthersFindNoMemory() throws IOException {
    String head = POST + "Content-Length: 1024000\r\n\r\n";
    TestServer scarce = server(2_000_000);
    try (Socket slow = scarce.connected(head)) {
      TestServer.write(slow, KILOBYTE.repeat(900));
      await().until(() -> scarce.server.bodiesBytes() >= 900 << 10);
      sendSlowly(scarce, slow, 6);
      assertThat(scarce.raw(head + KILOBYTE.repeat(1000))).startsWith("HTTP/1.1 503 ");

      sendSlowly(scarce, slow, 3);

      assertThat(TestServer.readToEnd(slow)).startsWith("HTTP/1.1 408 ");
      assertThat(scarce.server.bodiesBytes()).isZero();
    } finally {
      scarce.close();
    }
  }

  /** Five kilobytes every five seconds. */
  private static void sendSlowly(TestServer to, Socket socket, int times) throws IOException {
    for (int time = 0; time < times; time++) {
      TestServer.write(socket, KILOBYTE.repeat(5));
      awaitLooks(to);
      to.time.advance(Duration.ofSeconds(5));
      awaitLooks(to);
    }
  }

  @Test
  void aBodyOfNothingButChunkExtensions_isCutOff() throws IOException {
    try (Socket slow = server.connected(POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;")) {
      await().until(() -> server.server.bodiesBytes() > 0);
      awaitLooks();
      TestServer.write(slow, "xxxxxxxxx");
      server.time.advance(SLOW.plusSeconds(1));

      assertThat(TestServer.readToEnd(slow)).startsWith("HTTP/1.1 408 ");
    }
    awaitNoConnections();
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void whatFollowsAnAnswer_mustComeInTimeToo() throws IOException {
    try (Socket slow =
        server.connected(
            "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc")) {
      assertThat(TestServer.readAnswer(slow)).startsWith("HTTP/1.1 404 ");
      awaitLooks();
      server.time.advance(SLOW.plusSeconds(1));

      assertThat(endOf(slow)).isEmpty();
    }
    awaitNoConnections();
  }

  @Test
  void aClientThatAsksMuchAndReadsNothing_isCutOff() throws IOException {
    try (Socket greedy = server.connected("")) {
      greedy.setReceiveBufferSize(4096);
      Thread asking = new Thread(() -> askWithoutEnd(greedy), "asking");
      asking.start();
      await()
          .until(
              () -> {
                server.time.advance(SLOW.plusSeconds(100));
                return server.server.connections().open() == 0;
              });
      assertThat(server.server.connections().slow()).isPositive();
      await().until(() -> !asking.isAlive());
    }
    assertThat(server.raw(ALIVE)).startsWith("HTTP/1.1 200 ");
  }

  /** Each answer is some 30 kB; what the system buffers on the way is soon full. */
  private static void askWithoutEnd(Socket socket) {
    byte[] ask =
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .repeat(100)
            .getBytes(StandardCharsets.US_ASCII);
    try {
      while (!Thread.interrupted()) {
        socket.getOutputStream().write(ask);
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class); // it was cut off
    }
  }

  private void awaitLooks() {
    awaitLooks(server);
  }

  private static void awaitLooks(TestServer at) {
    long before = at.server.connections().looks();
    await()
        .pollInterval(2, TimeUnit.MILLISECONDS)
        .until(() -> at.server.connections().looks() >= before + 3);
  }

  private void awaitNoConnections() {
    await().until(() -> server.server.connections().open() == 0);
  }

  /** What still comes until the server ends the connection, in order or not. */
  private static String endOf(Socket socket) {
    try {
      return TestServer.readToEnd(socket);
    } catch (UncheckedIOException e) {
      assertThat(e).hasCauseInstanceOf(SocketException.class);
      return "";
    }
  }
}
