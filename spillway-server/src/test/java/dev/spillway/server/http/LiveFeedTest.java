package dev.spillway.server.http;

import static dev.spillway.server.http.TestServer.NDJSON;
import static dev.spillway.server.http.TestServer.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.Strategy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LiveFeedTest {
  private static final FeedLimits QUICK =
      new FeedLimits(
          2, 32 << 10, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMillis(50));

  private final EventQueue queue =
      EventQueue.builder("q").strategy(Strategy.DROP).laneEvents(Priority.LOW, 10).build();

  private static TestServer server(FeedLimits limits, ServedQueue... queues) {
    return new TestServer(
        TestServer.CONFIG,
        HttpLimits.forBodies(TestServer.CONFIG.bodies().maxBytes()),
        limits,
        queues);
  }

  @Test
  void connect_tellsAllThenChangesAndFiguresAndEndsWithTheServer() throws Exception {
    try (TestServer server = server(FeedLimits.DEFAULT, TestServer.served(queue));
        FeedReader reader = new FeedReader(server.uri("/api/v1/events"))) {
      assertThat(reader.response().headers().firstValue("Content-Type"))
          .contains("text/event-stream");
      JsonNode hello = reader.next("hello", data -> true);
      assertThat(hello.at("/queues/0/name").asString()).isEqualTo("q");
      assertThat(hello.path("states").findValuesAsString("what"))
          .contains("readiness", "strategy", "disk-mode", "backpressure", "trouble");

      queue.change(queue.policy().toBuilder().strategy(Strategy.THROTTLE).build());
      JsonNode change = reader.next("state", data -> isOf(data, "strategy"));
      assertThat(change.path("queue").asString()).isEqualTo("q");
      assertThat(change.path("from").asString()).isEqualTo("drop");
      assertThat(change.path("to").asString()).isEqualTo("throttle");

      String low = "{\"priority\":\"low\"}\n".repeat(12);
      assertThat(server.post("/api/v1/queues/q/events", NDJSON, low).statusCode()).isEqualTo(202);
      JsonNode pressure = reader.next("state", data -> isOf(data, "backpressure"));
      assertThat(pressure.path("part").asString()).isEqualTo("low");
      assertThat(pressure.path("to").asString()).isEqualTo("on");
      JsonNode figures =
          reader.next("figures", data -> data.at("/queues/0/perSecond/offered").asDouble() > 0);
      assertThat(figures.at("/queues/0/perSecond/refused").asDouble()).isPositive();
      assertThat(figures.at("/queues/0/refused").asInt()).isEqualTo(2);
      assertThat(figures.at("/queues/0/held").asInt()).isEqualTo(10);
      assertThat(figures.at("/queues/0/lanes/low/inMemory").asInt()).isEqualTo(10);
      assertThat(figures.at("/queues/0/lanes/low/utilization").asDouble()).isEqualTo(1);

      server.post("/api/v1/queues/q/circuit-breaker/open", "application/json", "");
      JsonNode circuit = reader.next("state", data -> isOf(data, "circuit"));
      assertThat(circuit.path("part").isNull()).isTrue();
      assertThat(circuit.path("to").asString()).isEqualTo("open");

      server.server.draining();
      reader.next(
          "state",
          data ->
              isOf(data, "readiness")
                  && data.path("to").asString().equals("not ready: the gateway is stopping"));

      server.server.stop(PATIENCE);
      await().atMost(PATIENCE).until(reader::hasEnded);
      assertThat(reader.events()).last().extracting(FeedReader.Event::type).isEqualTo("bye");
      assertThat(reader.comments()).isEmpty();
    }
  }

  private static boolean isOf(JsonNode data, String what) {
    return data.path("what").asString().equals(what);
  }

  @Test
  void connect_fasterThanHeartbeats_getsThemAsComments() throws Exception {
    try (TestServer server = server(QUICK, TestServer.served(queue));
        FeedReader reader = new FeedReader(server.uri("/api/v1/events"))) {
      await().atMost(PATIENCE).until(() -> reader.comments().size() >= 2);
      assertThat(reader.comments()).containsOnly(": alive");
    }
  }

  @Test
  void connect_moreThanMay_areRefusedUntilOneLeaves() throws Exception {
    try (TestServer server = server(QUICK, TestServer.served(queue));
        FeedReader first = new FeedReader(server.uri("/api/v1/events"));
        FeedReader second = new FeedReader(server.uri("/api/v1/events"))) {
      first.next("hello", data -> true);
      second.next("hello", data -> true);

      var refused = server.get("/api/v1/events");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"urn:spillway:problem:too-many-streams\"");
      assertThat(refused.headers().firstValue("Retry-After")).contains("5");

      second.leave();
      await().atMost(PATIENCE).until(() -> server.server.feedClients() == 1);
      try (FeedReader third = new FeedReader(server.uri("/api/v1/events"))) {
        third.next("hello", data -> true);
      }
    }
  }

  @Test
  void head_isAnsweredWithoutAStream() {
    try (TestServer server = server(QUICK, TestServer.served(queue))) {
      var head =
          server.send(
              HttpRequest.newBuilder(server.uri("/api/v1/events"))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(server.server.feedClients()).isZero();
    }
  }

  @Test
  void slowReader_isCutOffWhileOthersReadOnAndProducersGoOn() throws Exception {
    List<ServedQueue> queues = new ArrayList<>();
    queues.add(TestServer.served(queue));
    for (int index = 0; index < 15; index++) {
      queues.add(TestServer.served(EventQueue.builder("other-" + index).build()));
    }
    try (TestServer server = server(QUICK, queues.toArray(ServedQueue[]::new));
        FeedReader quick = new FeedReader(server.uri("/api/v1/events"));
        Socket slow = slowReader(server)) {
      assertThat(slow.getInputStream().read()).as("its answer has begun").isEqualTo('H');

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                assertThat(
                        server
                            .post("/api/v1/queues/other-0/events", NDJSON, "{\"id\":1}\n")
                            .statusCode())
                    .isEqualTo(202);
                return server.server.feedClients() == 1;
              });

      assertThat(slow.isClosed()).isFalse();
      int before = quick.events().size();
      await().atMost(PATIENCE).until(() -> quick.events().size() > before + 5);
      assertThat(quick.hasEnded()).isFalse();
    }
  }

  @Test
  void vanishedReader_isForgotten() throws Exception {
    try (TestServer server = server(QUICK, TestServer.served(queue))) {
      Socket socket = slowReader(server);
      await().atMost(PATIENCE).until(() -> server.server.feedClients() == 1);

      socket.setSoLinger(true, 0);
      socket.close();

      await().atMost(PATIENCE).until(() -> server.server.feedClients() == 0);
    }
  }

  /** A connection with little room that asks and never reads. */
  private static Socket slowReader(TestServer server) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()));
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
