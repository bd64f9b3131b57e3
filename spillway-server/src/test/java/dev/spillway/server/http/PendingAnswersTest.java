package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.http.connection.ConnectionLimits;
import dev.spillway.server.http.connection.PendingAnswers;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for much and read nothing. */
class PendingAnswersTest {
  private static final int CLIENTS = 12;
  private static final int EVENTS = 20_000;

  /** Half of it is for answers, of which each takes more than a megabyte. */
  private static final int BODIES_BYTES = 16 << 20;

  private final TestServer server =
      new TestServer(
          TestServer.CONFIG,
          new HttpLimits(
              new ConnectionLimits(
                  100, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMillis(20)),
              16 << 10,
              BODIES_BYTES),
          TestServer.served(EventQueue.builder("orders").laneEvents(Priority.NORMAL, 1).build()));
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket asking() throws Exception {
    String body = "{}\n".repeat(EVENTS);
    Socket socket =
        server.connected(
            String.join(
                "\r\n",
                "POST /api/v1/queues/orders/events HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/x-ndjson",
                "Content-Length: " + body.length(),
                "",
                body));
    sockets.add(socket);
    return socket;
  }

  @Test
  void answersThatNobodyReads_areCutOffOldestFirst_beyondTheirBound() throws Exception {
    PendingAnswers pending = server.server.pending();
    asking();
    await().until(() -> pending.bytes() > 0);
    double each = pending.bytes(); // but for some digits
    for (int asked = 2; asked <= CLIENTS; asked++) {
      asking();
      int all = asked;
      await().until(() -> Math.round(pending.bytes() / each) + pending.cut() == all);
      assertThat(pending.bytes()).isLessThanOrEqualTo(BODIES_BYTES / 2);
    }
    assertThat(pending.cut()).isBetween(1L, CLIENTS - 1L);

    String newest = TestServer.readAnswer(sockets.get(CLIENTS - 1));

    assertThat(newest).contains("\"refused\":[", "{\"index\":" + (EVENTS - 1) + ",").endsWith("]}");
    String metrics = server.get("/metrics").body();
    assertThat(metrics)
        .contains("spillway_http_connections_cut_total{reason=\"slow\"} " + pending.cut() + ".0");
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void anAnswerThatIsRead_countsNoMore() throws Exception {
    Socket only = asking();

    assertThat(TestServer.readAnswer(only)).endsWith("]}");
    await().until(() -> server.server.pending().bytes() == 0);
  }
}
