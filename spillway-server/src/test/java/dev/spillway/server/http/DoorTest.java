package dev.spillway.server.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.config.LimitConfig;
import dev.spillway.time.ManualTime;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the gateway's own requests get their turn. */
class DoorTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";

  private final Semaphore turns = new Semaphore(0);
  private final AtomicInteger holding = new AtomicInteger();
  private final EventQueue queue = EventQueue.builder("orders").build();
  private TestServer server = started(Mode.ENFORCE, 1);

  /** A server in which a change of the queue takes until the test lets it go. */
  private TestServer started(Mode mode, int slots) {
    HttpConfig config =
        new HttpConfig("127.0.0.1", 0, TestServer.CONFIG.bodies(), new LimitConfig(mode, slots));
    CircuitBreaker circuit = CircuitBreaker.builder("orders", new ManualTime(5)).build();
    ServedQueue served = TestServer.served(queue);
    return new TestServer(
        config,
        HttpLimits.forBodies(config.bodies().maxBytes()),
        new ServedQueue(
            TestQueues.queue("orders", DiskMode.NONE, TestQueues.classification()),
            queue,
            served.delivery(),
            circuit,
            json -> letGo()));
  }

  private void letGo() {
    holding.incrementAndGet();
    try {
      assertThat(turns.tryAcquire(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    turns.release(100);
    await().atMost(TestServer.PATIENCE).until(() -> server.server.limit().inFlight() == 0);
    assertThat(waiting()).isZero();
    server.close();
  }

  private int waiting() {
    return server.server.limit().waiting().values().stream().mapToInt(Integer::intValue).sum();
  }

  private CompletableFuture<HttpResponse<String>> change() {
    return server.sendAsync(
        HttpRequest.newBuilder(server.uri("/api/v1/queues/orders"))
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString("{\"strategy\":\"drop\"}")));
  }

  private HttpRequest.Builder events(String body) {
    return HttpRequest.newBuilder(server.uri(EVENTS))
        .header("Content-Type", TestServer.NDJSON)
        .POST(BodyPublishers.ofString(body));
  }

  /** Has a change keep a slot; its body has come, so it does not leave the slot once more. */
  private void hold() {
    int before = holding.get();
    CompletableFuture<HttpResponse<String>> unused = change();
    await().atMost(TestServer.PATIENCE).until(() -> holding.get() == before + 1);
  }

  private void awaitWaiting(int count) {
    await().atMost(TestServer.PATIENCE).until(() -> waiting() == count);
  }

  @Test
  void waiting_ofAllPriorities_areTakenByTheirImportance() {
    hold();
    List<String> answered = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (String name : List.of("bulk", "low", "normal", "high", "critical")) {
      all.add(
          server
              .sendAsync(events("{}").header("Spillway-Priority", name))
              .thenAccept(answer -> answered.add(name + " " + answer.statusCode())));
      awaitWaiting(all.size());
    }

    turns.release();

    all.forEach(CompletableFuture::join);
    assertThat(server.server.limit().admitted())
        .containsEntry(Priority.HIGH, 1L)
        .containsEntry(Priority.NORMAL, 1L)
        .containsEntry(Priority.LOW, 1L)
        .containsEntry(Priority.BULK, 1L);
    assertThat(server.server.limit().admitted().get(Priority.CRITICAL))
        .as("the change, once or, if its body came late, twice; and the critical events")
        .isBetween(2L, 3L);
    assertThat(answered)
        .containsExactlyInAnyOrder("bulk 202", "low 202", "normal 202", "high 202", "critical 202");
  }

  @Test
  void waiting_untilItsCallerHasGivenUp_isShedWithTheReason() throws Exception {
    hold();

    HttpResponse<String> late = server.send(events("{}").header("Spillway-Deadline-Ms", "50"));

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(late.headers().firstValue("Retry-After")).isEmpty();
    assertThat(late.body())
        .isEqualTo(
            "{\"type\":\"urn:spillway:problem:shed\",\"title\":\"The request was shed\","
                + "\"status\":503,\"detail\":\"it could not be worked on within the time that its"
                + " caller waits\",\"reason\":\"deadline-passed\",\"retryAfterMillis\":0}");
    assertThat(TestServer.account(queue, Priority.NORMAL).offered()).isZero();
  }

  @Test
  void health_whileNobodyElseGetsATurn_isAnswered() {
    hold();

    assertThat(server.get("/api/v1/health/liveness").statusCode()).isEqualTo(200);
    assertThat(server.get("/api/v1/health/readiness").statusCode()).isEqualTo(200);
  }

  @Test
  void bodyThatComesSlowly_holdsNoSlot() throws Exception {
    String head = "POST " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
    try (Socket slow = server.connected(head + "Content-Length: 3\r\n\r\na")) {
      await().atMost(TestServer.PATIENCE).until(() -> server.server.bodiesBytes() > 0);
      await().atMost(TestServer.PATIENCE).until(() -> server.server.limit().inFlight() == 0);
      assertThat(server.send(events("{}")).statusCode()).isEqualTo(202);

      TestServer.write(slow, "b\n");

      assertThat(TestServer.readAnswer(slow)).startsWith("HTTP/1.1 202 ");
      assertThat(TestServer.account(queue, Priority.NORMAL).offered()).isEqualTo(2);
    }
  }

  @Test
  void bodyThatCameWhileNobodyGetsATurn_waitsForItAndGivesItsMemoryBackWhenRefused()
      throws Exception {
    String head =
        "POST "
            + EVENTS
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
            + "Spillway-Deadline-Ms: 100\r\n";
    try (Socket slow = server.connected(head + "Content-Length: 3\r\n\r\na")) {
      await().atMost(TestServer.PATIENCE).until(() -> server.server.bodiesBytes() > 0);
      hold();

      TestServer.write(slow, "b\n");

      assertThat(TestServer.readAnswer(slow))
          .startsWith("HTTP/1.1 503 ")
          .contains("\"reason\":\"deadline-passed\"");
      await().atMost(TestServer.PATIENCE).until(() -> server.server.bodiesBytes() == 0);
    }
  }

  @Test
  void deadlineThatHasPassed_isShedAtTheDoor_andOneThatIsNoneIsIgnored() {
    assertThat(server.send(events("{}").header("Spillway-Deadline-Ms", "0")).statusCode())
        .isEqualTo(503);
    for (String none : List.of("", "soon", "-5", "1234567890123456")) {
      assertThat(server.send(events("{}").header("Spillway-Deadline-Ms", none)).statusCode())
          .as(none)
          .isEqualTo(202);
    }
    assertThat(server.server.limit().refused().get(Priority.NORMAL))
        .containsOnly(entry(Reason.DEADLINE_PASSED, 1L));
  }

  @Test
  void metrics_afterSomebodyWaited_tellWhatTheLimiterTells() {
    hold();
    CompletableFuture<HttpResponse<String>> waiting = server.sendAsync(events("{}"));
    awaitWaiting(1);
    turns.release();
    waiting.join();

    String metrics = server.get("/metrics").body();

    long waits =
        requireNonNull(server.server.limit().waits().get(Priority.NORMAL), "waits").count();
    assertThat(waits).isPositive();
    assertThat(metrics)
        .contains(
            "spillway_limiter_limit{limiter=\"http\"} 1.0",
            "spillway_limiter_mode{limiter=\"http\",mode=\"enforce\"} 1.0",
            "spillway_limiter_hanging{dependency=\"-\",limiter=\"http\"} 0.0",
            "spillway_limiter_wait_seconds_count{limiter=\"http\",priority=\"normal\"} " + waits);
  }

  @Test
  void monitor_moreThanThereAreSlots_refusesNothing() {
    server.close();
    server = started(Mode.MONITOR, 1);
    hold();

    assertThat(server.send(events("{}").header("Spillway-Deadline-Ms", "1")).statusCode())
        .isEqualTo(202);
    assertThat(server.send(events("{}").header("Spillway-Deadline-Ms", "0")).statusCode())
        .isEqualTo(202);
  }
}
