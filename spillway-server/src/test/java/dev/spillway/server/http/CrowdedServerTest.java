package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.http.connection.ConnectionLimits;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More connections than there may be. */
class CrowdedServerTest {
  private static final String ALIVE =
      "GET /api/v1/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final int MOST = 32;

  private final TestServer server =
      new TestServer(
          TestServer.CONFIG,
          new HttpLimits(
              new ConnectionLimits(
                  MOST, Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofMillis(20)),
              16 << 10,
              8 << 20),
          TestServer.served(EventQueue.builder("orders").build()));
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void newcomersAreServed_howeverManyConnectionsAreSilent() {
    for (int index = 0; index < 10 * MOST; index++) {
      connect("");
      if (index % MOST == 0) {
        assertThat(server.raw(ALIVE)).startsWith("HTTP/1.1 200 ");
      }
    }

    assertThat(server.raw(ALIVE)).startsWith("HTTP/1.1 200 ");
    assertThat(server.server.connections().open()).isLessThanOrEqualTo(MOST);
    assertThat(server.server.connections().displaced()).isGreaterThan(8 * MOST);
  }

  @Test
  void aConnectionThatWasOfUse_outlivesThoseThatNeverAskedAnything() {
    Socket useful = connect(ALIVE);
    assertThat(TestServer.readAnswer(useful)).startsWith("HTTP/1.1 200 ");
    for (int index = 0; index < 3 * MOST; index++) {
      connect("");
    }
    await().until(() -> server.server.connections().displaced() > MOST);

    TestServer.write(useful, ALIVE);

    assertThat(TestServer.readAnswer(useful)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void requestsThatAreHalfSent_giveWayToo() {
    for (int index = 0; index < 3 * MOST; index++) {
      connect(
          String.join(
              "\r\n",
              "POST /api/v1/queues/orders/events HTTP/1.1",
              "Host: localhost",
              "Content-Type: text/plain",
              "Content-Length: 100",
              "",
              "abc"));
    }

    assertThat(server.raw(ALIVE)).startsWith("HTTP/1.1 200 ");
    assertThat(server.server.connections().open()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void whenThePressureIsGone_nothingIsLeftOfIt() throws IOException {
    for (int index = 0; index < 3 * MOST; index++) {
      connect(ALIVE);
    }
    for (Socket socket : sockets) {
      socket.close();
    }

    await().until(() -> server.server.connections().open() == 0);
    assertThat(server.raw(ALIVE)).startsWith("HTTP/1.1 200 ");
  }

  private Socket connect(String text) {
    Socket socket = server.connected(text);
    sockets.add(socket);
    return socket;
  }
}
