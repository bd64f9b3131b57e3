package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.TestQueues;
import dev.spillway.server.telemetry.Telemetry;
import dev.spillway.time.ManualTime;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeEndpointTest {
  private static final int CLIENTS = 20;

  private final ManualTime time = new ManualTime(5);
  private final CircuitBreaker circuit = CircuitBreaker.builder("orders", time).build();
  private final EventQueue orders = EventQueue.builder("orders").time(time).build();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch underWay = new CountDownLatch(1);
  private final CompletableFuture<Void> release = new CompletableFuture<>();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final TestServer server =
      new TestServer(
          new ServedQueue(
              TestQueues.queue("orders", DiskMode.NONE, TestQueues.classification()),
              orders,
              this::figures,
              circuit,
              json -> {}));

  /** Looked at for each scrape, after some looks at the start; the first scrape waits. */
  private DeliveryFigures figures() {
    if (started.get() && looks.getAndIncrement() == 0) {
      underWay.countDown();
      release.join();
    }
    if (broken.get()) {
      throw new IllegalStateException("figures are broken");
    }
    return new TestServer.Delivery(null, circuit);
  }

  @AfterEach
  void close() {
    release.complete(null);
    server.close();
  }

  private CompletableFuture<HttpResponse<String>> ask(String accept) {
    return server.sendAsync(
        HttpRequest.newBuilder(server.uri("/metrics")).header("Accept", accept));
  }

  private CompletableFuture<HttpResponse<String>> firstUnderWay() throws InterruptedException {
    started.set(true);
    CompletableFuture<HttpResponse<String>> first = ask("*/*");
    underWay.await();
    return first;
  }

  private int asking() {
    return server.server.routes().stream()
        .map(Route::endpoint)
        .filter(ScrapeEndpoint.class::isInstance)
        .map(ScrapeEndpoint.class::cast)
        .mapToInt(ScrapeEndpoint::asking)
        .max()
        .orElseThrow();
  }

  @Test
  void manyAskWhileAScrapeIsMade_oneMoreIsMadeForThemAll_andShowsWhatIsNow() throws Exception {
    CompletableFuture<HttpResponse<String>> first = firstUnderWay();
    server.post("/api/v1/queues/orders/events", "text/plain", "one");
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, CLIENTS)
            .mapToObj(n -> ask(n % 2 == 0 ? "*/*" : "application/openmetrics-text"))
            .toList();
    await().until(() -> asking() == CLIENTS);

    release.complete(null);

    assertThat(first.join().statusCode()).isEqualTo(200);
    for (int n = 0; n < CLIENTS; n++) {
      HttpResponse<String> answer = all.get(n).join();
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains(n % 2 == 0 ? Telemetry.TEXT : Telemetry.OPEN_METRICS);
      assertThat(answer.body())
          .contains("spillway_lane_memory_events{priority=\"normal\",queue=\"orders\"} 1");
    }
    assertThat(looks).as("scrapes, of which one in each form").hasValue(3);
    assertThat(asking()).isZero();
  }

  @Test
  void aScrapeFails_allWhoAskedAreTold_andTheNextIsMade() throws Exception {
    CompletableFuture<HttpResponse<String>> first = firstUnderWay();
    CompletableFuture<HttpResponse<String>> other = ask("*/*");
    await().until(() -> asking() == 1);

    broken.set(true);
    release.complete(null);

    assertThat(first.join().statusCode()).isEqualTo(500);
    assertThat(other.join().statusCode()).isEqualTo(500);
    broken.set(false);
    assertThat(ask("*/*").join().statusCode()).isEqualTo(200);
  }
}
