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
import org.junit.jupiter.api.Test;

/** Many clients that say nothing or little, beside one that behaves. */
class SlowCrowdTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";
  private static final int SILENT = 500;
  private static final int SLOW = 30;

  private final TestServer server =
      new TestServer(
          TestServer.CONFIG,
          new HttpLimits(
              new ConnectionLimits(
                  1000, Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofMillis(20)),
              16 << 10,
              8 << 20),
          TestServer.served(EventQueue.builder("orders").build()));

  @Test
  void allGoodRequestsAreAnswered_theSlowAreCutOff_andNothingIsLeft() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int number = 0; number < SILENT; number++) {
        sockets.add(server.connected(""));
      }
      for (int number = 0; number < SLOW; number++) {
        sockets.add(server.connected(slowRequest(number)));
      }
      await().until(() -> server.server.connections().open() == SILENT + SLOW);
      for (int sent = 0; sent < 200; sent++) {
        assertThat(server.post(EVENTS, "text/plain", "x").statusCode()).isEqualTo(202);
      }
      long looks = server.server.connections().looks();
      await().until(() -> server.server.connections().looks() > looks + 2);

      server.time.advance(Duration.ofSeconds(12));

      await().until(() -> server.server.connections().slow() == SLOW);
      await().until(() -> server.server.bodiesBytes() == 0);
      assertThat(server.post(EVENTS, "text/plain", "x").statusCode()).isEqualTo(202);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await().until(() -> server.server.connections().open() <= 1); // the good client's own
    server.close();
  }

  /** The beginning of a head or of a body. */
  private static String slowRequest(int number) {
    String line = "POST " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n";
    return number % 2 == 0
        ? line + "X-Slow: "
        : line + "Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\nabc";
  }
}
