package dev.spillway.server.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.circuit.CircuitState;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.time.ManualTime;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real services on loopback, real time. */
class SeveralEndpointsTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final List<Priority> LANES = List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW);

  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final LocalEndpoint slow = new LocalEndpoint(taken);
  private final LocalEndpoint failing = new LocalEndpoint(taken);
  private final LocalEndpoint healthy = new LocalEndpoint(taken);
  private final HttpSink sink =
      new HttpSink(
          new SinkConfig.Http(
              List.of(slow.url(), failing.url(), healthy.url()),
              Duration.ofSeconds(20),
              SinkConfig.Format.RAW),
          TestQueues.circuit(),
          "q",
          TimeSource.system());
  private final Map<Priority, Integer> offered = new HashMap<>();

  SeveralEndpointsTest() throws IOException {}

  @AfterEach
  void stop() {
    slow.close();
    failing.close();
    healthy.close();
  }

  @Test
  void dispatch_slowFailingAndHealthy_prefersTheHealthyKeepsOrderAndComesBackToTheHealed() {
    slow.delayMillis = 400;
    failing.status = 500;
    EventQueue queue = EventQueue.builder("q").build();
    Dispatcher dispatcher =
        Dispatcher.builder(queue, sink, TaskScheduler.onThread("several-endpoints"))
            .batchEvents(10)
            .slots(3)
            .build();
    dispatcher.start();
    offer(queue, 1_000);
    await().atMost(LONGEST).until(() -> queue.held() == 0);

    EndpointFigures broken = sink.endpoints().get(1);
    assertThat(requireNonNull(broken.circuit()).openedTimes()).isPositive();
    assertThat(broken.failures()).isBetween(5L, 20L);
    assertThat(broken.trouble()).isEqualTo(failing.url() + ": status 500");
    assertThat(broken.deliveries()).isZero();
    long fast = sink.endpoints().get(2).deliveries();
    long lame = sink.endpoints().get(0).deliveries();
    assertThat(fast + lame).isEqualTo(taken.size());
    assertThat(fast).isGreaterThan(2 * lame);
    assertThat(dispatcher.figures().endpointFailures()).isZero();

    failing.status = 200;
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              offer(queue, 20);
              return requireNonNull(sink.endpoints().get(1).circuit()).state()
                  == CircuitState.CLOSED;
            });
    offer(queue, 1_000);
    await().atMost(LONGEST).until(() -> queue.held() == 0);
    assertThat(sink.endpoints().get(1).deliveries()).isGreaterThan(20);
    assertThat(sink.endpoints()).allSatisfy(e -> assertThat(e.inFlight()).isZero());

    dispatcher.stop(LONGEST).toCompletableFuture().join();
    queue.close();
    assertThat(order()).isEqualTo(expectedOrder());
  }

  @Test
  void deliver_endpointIsGone_goesToAnotherInTheSameCall() {
    failing.close();
    slow.close();

    for (int call = 0; call < 20; call++) {
      assertThat(sink.deliver(TestBatch.of("a")).toCompletableFuture().join())
          .isEqualTo(SinkResult.DELIVERED);
    }
    assertThat(healthy.calls()).isEqualTo(20);
  }

  @Test
  void deliver_allFail_callsEachOnceAndTellsOfAll() {
    List<LocalEndpoint> all = List.of(slow, failing, healthy);
    all.forEach(endpoint -> endpoint.status = 503);

    SinkResult result = sink.deliver(TestBatch.of("a")).toCompletableFuture().join();

    assertThat(all).allSatisfy(endpoint -> assertThat(endpoint.calls()).isEqualTo(1));
    assertThat(result).isInstanceOf(SinkResult.EndpointFailed.class);
    assertThat(((SinkResult.EndpointFailed) result).reason())
        .contains(slow.url() + ": status 503", healthy.url() + ": status 503", "; ");
  }

  @Test
  void deliver_allCircuitsAreOpen_callsNobodyAndTellsWhenToComeBack() {
    List<LocalEndpoint> all = List.of(slow, failing, healthy);
    all.forEach(endpoint -> endpoint.status = 503);
    for (int call = 0; call < 5; call++) {
      sink.deliver(TestBatch.of("a")).toCompletableFuture().join();
    }
    int before = slow.calls();

    SinkResult result = sink.deliver(TestBatch.of("a")).toCompletableFuture().join();

    assertThat(slow.calls()).isEqualTo(before).isEqualTo(5);
    SinkResult.EndpointFailed failed = (SinkResult.EndpointFailed) result;
    assertThat(failed.reason())
        .startsWith("none of 3 endpoints takes calls now; the last one failed with http://");
    assertThat(failed.retryAfter()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(2));
  }

  @Test
  void deliver_endpointFailsOnceADeadlineHasPassed_leavesTheRestToTheDispatcher() {
    List<LocalEndpoint> all = List.of(slow, failing, healthy);
    all.forEach(endpoint -> endpoint.status = 503);
    long soonMillis = TimeSource.system().epochMillis() + Duration.ofHours(1).toMillis();
    ManualTime later = new ManualTime(3);
    later.jumpEpoch(Duration.ofMillis(soonMillis + 1 - later.epochMillis()));
    HttpSink late =
        new HttpSink(
            new SinkConfig.Http(
                all.stream().map(LocalEndpoint::url).toList(),
                Duration.ofSeconds(20),
                SinkConfig.Format.RAW),
            TestQueues.circuit(),
            "q",
            later);
    BatchView batch = TestBatch.of(TestBatch.json("a").deadlineMillis(soonMillis).build());

    assertThat(late.deliver(batch).toCompletableFuture().join())
        .isInstanceOf(SinkResult.EndpointFailed.class);
    assertThat(all.stream().mapToInt(LocalEndpoint::calls).sum()).isEqualTo(1);
  }

  /** The same number of events for each lane, numbered on. */
  private void offer(EventQueue queue, int count) {
    for (Priority lane : LANES) {
      List<Event> events = new ArrayList<>();
      int from = offered.getOrDefault(lane, 0);
      for (int number = from; number < from + count; number++) {
        byte[] payload = (lane.token() + " " + number).getBytes(StandardCharsets.UTF_8);
        events.add(Event.builder(lane.token() + number, payload).priority(lane).build());
      }
      offered.put(lane, from + count);
      assertThat(queue.offer(events).toCompletableFuture().join().accepted()).isEqualTo(count);
    }
  }

  /** The numbers of each lane in the order in which services took them. */
  private Map<String, List<Integer>> order() {
    Map<String, List<Integer>> order = new HashMap<>();
    for (String batch : taken) {
      for (String line : batch.split("\n", -1)) {
        if (!line.isEmpty()) {
          String[] words = line.split(" ", -1);
          order.computeIfAbsent(words[0], lane -> new ArrayList<>()).add(Integer.valueOf(words[1]));
        }
      }
    }
    return order;
  }

  private Map<String, List<Integer>> expectedOrder() {
    Map<String, List<Integer>> expected = new HashMap<>();
    offered.forEach(
        (lane, count) -> {
          List<Integer> numbers = new ArrayList<>();
          for (int number = 0; number < count; number++) {
            numbers.add(number);
          }
          expected.put(lane.token(), numbers);
        });
    return expected;
  }
}
