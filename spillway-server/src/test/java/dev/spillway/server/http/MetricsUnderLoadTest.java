package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsUnderLoadTest {
  private static final int CALLS = 100;

  private final EventQueue orders = EventQueue.builder("orders").memoryBytes(128 << 20).build();
  private final TestServer server = new TestServer(TestServer.served(orders));
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Thread producer = new Thread(this::produce);
  private final Thread consumer = new Thread(this::consume);

  @AfterEach
  void close() throws InterruptedException {
    stop.set(true);
    producer.join();
    consumer.join();
    server.close();
  }

  private void produce() {
    Priority[] lanes = Priority.values();
    byte[] payload = new byte[100];
    for (int round = 0; !stop.get(); round++) {
      Priority lane = lanes[round % lanes.length];
      List<Event> events =
          IntStream.range(0, 100)
              .mapToObj(n -> Event.builder("e" + n, payload).priority(lane).build())
              .toList();
      orders.offer(events).toCompletableFuture().join();
    }
  }

  private void consume() {
    while (!stop.get()) {
      try {
        Batch batch = orders.take(Priority.BULK, 50, 1 << 20, Duration.ofMillis(50));
        if (batch != null) {
          batch.delivered();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/metrics",
    "GET,/api/v1/metrics/prometheus",
    "GET,/api/v1/metrics/queue",
    "GET,/api/v1/metrics/queue/summary",
    "POST,/api/v1/metrics/backpressure/reset"
  })
  @DisplayName("B7: 50 ms a call, also while the queue is full and busy")
  void call_queueIsBusy_isAnsweredInTime(String method, String path) {
    producer.start();
    consumer.start();
    long[] nanos = new long[CALLS];
    for (int call = -20; call < CALLS; call++) { // the first ones warm up
      long start = System.nanoTime();
      int status =
          server
              .send(
                  HttpRequest.newBuilder(server.uri(path)).method(method, BodyPublishers.noBody()))
              .statusCode();
      if (call >= 0) {
        nanos[call] = System.nanoTime() - start;
      }
      assertThat(status).isEqualTo(200);
    }
    Arrays.sort(nanos);
    assertThat(Duration.ofNanos(nanos[CALLS / 2])).isLessThan(Duration.ofMillis(50));
    assertThat(Duration.ofNanos(nanos[CALLS * 95 / 100])).isLessThan(Duration.ofMillis(100));
  }
}
