package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.http.connection.ConnectionLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DurableAnswerTest {
  private static final Duration IDLE = Duration.ofMillis(400);

  private final HeldStore store = new HeldStore();
  private final EventQueue queue =
      EventQueue.builder("orders").spill(store, DiskMode.WRITE_AHEAD).build();
  private final TestServer server =
      new TestServer(
          TestServer.CONFIG,
          new HttpLimits(
              new ConnectionLimits(500, IDLE, Duration.ofSeconds(10), Duration.ofMillis(20)),
              16 << 10,
              8 << 20),
          TestServer.served(queue, DiskMode.WRITE_AHEAD));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aDurableAnswer_isGivenOnceTheRecordsAreForced() {
    CompletableFuture<HttpResponse<String>> answer = post();
    await().until(() -> store.waiting() == 1);
    assertThat(answer).isNotDone();
    assertThat(server.server.bodiesBytes()).isPositive();

    store.force();

    assertThat(answer.join().statusCode()).isEqualTo(202);
    assertThat(answer.join().body())
        .isEqualTo("{\"accepted\":1,\"durability\":\"durable\",\"refused\":[]}");
    assertThat(server.server.bodiesBytes()).isZero();
  }

  @Test
  void aDurableAnswer_whenTheLogFails_is503() {
    CompletableFuture<HttpResponse<String>> answer = post();
    await().until(() -> store.waiting() == 1);

    store.fail();

    assertThat(answer.join().statusCode()).isEqualTo(503);
    assertThat(answer.join().body()).contains("\"reason\":\"spill-failed\"");
  }

  @Test
  void answersThatWait_holdNoThreads() {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int sent = 0; sent < 200; sent++) {
      answers.add(post());
    }
    await().until(() -> store.waiting() == 200);

    assertThat(server.get("/api/v1/health/liveness").statusCode()).isEqualTo(200);

    store.force();
    answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
  }

  @Test
  void anAnswerThatTakesLongerThanSilenceMay_isGiven() {
    CompletableFuture<HttpResponse<String>> answer = post();
    await().until(() -> store.waiting() == 1);
    server.time.advance(Duration.ofHours(1));
    await().during(IDLE.multipliedBy(2)).until(() -> !answer.isDone());

    store.force();

    assertThat(answer.join().statusCode()).isEqualTo(202);
  }

  @Test
  void aStop_waitsForAnswersUnderWay() {
    CompletableFuture<HttpResponse<String>> answer = post();
    await().until(() -> store.waiting() == 1);
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> server.server.stop(Duration.ofSeconds(20)));
    await().during(Duration.ofMillis(300)).until(() -> !stopped.isDone());

    store.force();

    assertThat(answer.join().statusCode()).isEqualTo(202);
    stopped.join();
  }

  private CompletableFuture<HttpResponse<String>> post() {
    return server.sendAsync(
        HttpRequest.newBuilder(server.uri("/api/v1/queues/orders/events"))
            .header("Content-Type", TestServer.NDJSON)
            .POST(BodyPublishers.ofString("{}")));
  }
}
