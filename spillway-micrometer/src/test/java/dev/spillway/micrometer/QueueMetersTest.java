package dev.spillway.micrometer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.Batch;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.GuardFigures;
import dev.spillway.queue.Strategy;
import dev.spillway.time.ManualTime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueMetersTest {
  private final ManualTime time = new ManualTime(5);
  private final EventQueue queue =
      EventQueue.builder("orders")
          .laneEvents(Priority.HIGH, 4)
          .laneEvents(Priority.LOW, 10)
          .time(time)
          .build();
  private final MeterRegistry simple = new SimpleMeterRegistry();
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();
  private DeliveryFigures delivery = TestDelivery.NONE;
  private final AtomicInteger looks = new AtomicInteger();
  private final QueueMeters meters =
      QueueMeters.of(
          queue,
          () -> {
            looks.incrementAndGet();
            return delivery;
          },
          "security-events");

  private void offer(Priority priority, int events) {
    List<Event> batch =
        IntStream.range(0, events)
            .mapToObj(n -> Event.builder("e" + n, new byte[10]).priority(priority).build())
            .toList();
    assertThat(queue.offer(batch).toCompletableFuture()).isCompleted();
  }

  private void deliverAfter(Duration wait) {
    time.advance(wait);
    Batch batch = requireNonNull(queue.poll(Priority.BULK, 100, 1000));
    batch.delivered();
  }

  private String scrape() {
    meters.refresh();
    return prometheus.scrape();
  }

  @Test
  void bindTo_anyRegistry_showsLanesAndAccounts() {
    meters.bindTo(simple);
    offer(Priority.HIGH, 6);
    meters.refresh();

    assertThat(gauge("spillway.lane.memory.events", "high")).isEqualTo(4);
    assertThat(gauge("spillway.lane.utilization.ratio", "high")).isEqualTo(1);
    assertThat(gauge("spillway.lane.held.events", "low")).isZero();
    assertThat(counter("spillway.events.offered", "priority", "high")).isEqualTo(6);
    assertThat(counter("spillway.events.refused", "reason", "lane-full", "priority", "high"))
        .isEqualTo(2);
    assertThat(simple.get("spillway.queue.memory").gauge().getId().getBaseUnit())
        .isEqualTo("bytes");
    assertThat(simple.get("spillway.queue.memory").gauge().value())
        .isEqualTo(queue.figures().memoryBytes());
    deliverAfter(Duration.ofMillis(30));
    meters.refresh();
    var wait = simple.get("spillway.wait").tag("priority", "high").functionTimer();
    assertThat(wait.count()).isEqualTo(4);
    assertThat(wait.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(120);
    assertThat(
            simple
                .get("spillway.wait.max")
                .tag("priority", "high")
                .timeGauge()
                .value(TimeUnit.MILLISECONDS))
        .isEqualTo(30);
  }

  private double gauge(String name, String priority) {
    return simple.get(name).tag("priority", priority).tag("queue", "orders").gauge().value();
  }

  private double counter(String name, String... tags) {
    return simple.get(name).tags(tags).functionCounter().count();
  }

  @Test
  void bindTo_prometheus_showsWaitsAsAHistogramInSeconds() {
    meters.bindTo(prometheus);
    offer(Priority.HIGH, 3);
    deliverAfter(Duration.ofMillis(30));

    assertThat(scrape())
        .contains(
            "# TYPE spillway_wait_seconds histogram",
            "spillway_wait_seconds_bucket{priority=\"high\",queue=\"orders\",le=\"0.025\"} 0",
            "spillway_wait_seconds_bucket{priority=\"high\",queue=\"orders\",le=\"0.05\"} 3",
            "spillway_wait_seconds_bucket{priority=\"high\",queue=\"orders\",le=\"+Inf\"} 3",
            "spillway_wait_seconds_sum{priority=\"high\",queue=\"orders\"} 0.09",
            "spillway_wait_seconds_count{priority=\"low\",queue=\"orders\"} 0",
            "spillway_events_delivered_total{priority=\"high\",queue=\"orders\"} 3.0",
            "spillway_queue_strategy{queue=\"orders\",strategy=\"drop\"} 1.0",
            "spillway_queue_strategy{queue=\"orders\",strategy=\"spill\"} 0.0");
  }

  @Test
  void scrape_looksAtTheQueueOnce() {
    meters.bindTo(prometheus);
    meters.refresh();
    int before = looks.get();

    prometheus.scrape();
    assertThat(looks).hasValue(before);
    time.advance(Duration.ofSeconds(2));
    prometheus.scrape();
    assertThat(looks).hasValue(before + 1);
  }

  @Test
  void described_namesWhatIsRegisteredAndNothingElse() {
    meters.bindTo(prometheus);
    TreeSet<String> shown = new TreeSet<>();
    for (String line : scrape().split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        shown.add(line.substring("# TYPE ".length()));
      }
    }
    TreeSet<String> described = new TreeSet<>();
    for (MeterDescription meter : QueueMeters.described()) {
      if (!meter.name().startsWith("spillway.log.")) { // the queue has none
        described.add(meter.prometheusName() + " " + meter.kind().token());
      }
    }
    for (MeterDescription meter : QueueMeters.oldNames("security-events")) {
      described.add(meter.prometheusName() + " " + meter.kind().token());
    }
    assertThat(shown).isEqualTo(described);
  }

  @Test
  void oldNames_showTheSameFiguresUnderTheOldWords() {
    meters.bindTo(prometheus);
    offer(Priority.HIGH, 6);

    assertThat(scrape())
        .contains(
            "novacron_security_event_queue_size{priority=\"urgent\",queue=\"orders\"} 4.0",
            "novacron_security_event_queue_utilization{priority=\"urgent\",queue=\"orders\"} 1.0",
            "novacron_security_backpressure_events_total{queue=\"orders\",strategy=\"drop\"} 2.0");
  }

  @Test
  void oldNames_throttleRateIsThatOfTheLastTenSecondsOrMore() {
    meters.bindTo(prometheus);
    queue.change(queue.policy().toBuilder().strategy(Strategy.THROTTLE).build());
    assertThat(scrape()).contains("throttle_rate{queue=\"orders\"} 0.0");
    offer(Priority.LOW, 8);
    offer(Priority.LOW, 2);
    time.advance(Duration.ofSeconds(4));

    assertThat(scrape())
        .contains(
            "novacron_security_event_throttle_rate{queue=\"orders\"} 0.5",
            "novacron_security_backpressure_events_total{queue=\"orders\",strategy=\"throttle\"} 2",
            "spillway_events_delayed_total{priority=\"low\",queue=\"orders\"} 2",
            "spillway_lane_backpressure{priority=\"low\",queue=\"orders\"} 1",
            "spillway_lane_backpressure{priority=\"high\",queue=\"orders\"} 0",
            "spillway_lane_throttle_delay_seconds{priority=\"low\",queue=\"orders\"} 0.0");
    time.advance(Duration.ofSeconds(10));
    scrape();
    time.advance(Duration.ofSeconds(10));
    scrape();
    time.advance(Duration.ofSeconds(10));
    assertThat(scrape()).contains("throttle_rate{queue=\"orders\"} 0.0");
  }

  @Test
  void bindTo_otherProfile_hasNoOldNames() {
    QueueMeters general = QueueMeters.of(queue, () -> delivery, "general");
    general.bindTo(prometheus);

    assertThat(scrape()).contains("spillway_queue").doesNotContain("novacron");
  }

  @Test
  void guards_showWhatTheyRefusedAndWouldHaveRefused() {
    assertThat(queue.figures().guards().stream().map(GuardFigures::guard))
        .containsExactlyElementsOf(GuardFamilies.GUARDS);
    meters.bindTo(prometheus);
    Event late =
        Event.builder("late", new byte[10])
            .priority(Priority.HIGH)
            .deadlineMillis(time.epochMillis() - 1)
            .build();
    queue.offer(late);
    queue.change(queue.policy().toBuilder().deadlineMode(Mode.MONITOR).build());
    queue.offer(List.of(late, late));

    assertThat(scrape())
        .contains(
            "spillway_guard_refused_events_total{guard=\"deadline\",queue=\"orders\"} 1",
            "spillway_guard_refused_events_total{guard=\"rate\",queue=\"orders\"} 0",
            "spillway_guard_monitored_events_total{guard=\"deadline\",queue=\"orders\"} 2",
            "spillway_guard_mode{guard=\"deadline\",mode=\"monitor\",queue=\"orders\"} 1",
            "spillway_guard_mode{guard=\"deadline\",mode=\"enforce\",queue=\"orders\"} 0",
            "spillway_rate_bound{queue=\"orders\"} " + queue.figures().rate().eventsPerSecond());
  }

  @Test
  void sink_figuresComeFromTheDispatcher() {
    meters.bindTo(prometheus);
    delivery = new TestDelivery(8, 3, 1, 2, "nobody answers");

    assertThat(scrape())
        .contains(
            "spillway_sink_deliveries_total{queue=\"orders\"} 8.0",
            "spillway_sink_failures_total{queue=\"orders\"} 3.0",
            "spillway_sink_refusals_total{queue=\"orders\"} 1.0",
            "spillway_sink_errors_total{category=\"timeout\",queue=\"orders\"} 3.0",
            "spillway_sink_errors_total{category=\"connect\",queue=\"orders\"} 0.0",
            "spillway_circuit_state{queue=\"orders\",state=\"open\"} 1.0",
            "spillway_circuit_state{queue=\"orders\",state=\"half-open\"} 0.0",
            "spillway_circuit_held{queue=\"orders\"} 1.0",
            "spillway_delivery_seconds_bucket{queue=\"orders\",le=\"0.005\"} 4",
            "spillway_delivery_seconds_bucket{queue=\"orders\",le=\"1.0\"} 4",
            "spillway_delivery_seconds_bucket{queue=\"orders\",le=\"+Inf\"} 8",
            "spillway_delivery_seconds_sum{queue=\"orders\"} 80.008",
            "novacron_security_event_processing_latency_seconds_count{queue=\"orders\"} 8",
            "novacron_security_event_processing_latency_seconds_bucket{queue=\"orders\",le=\"0.005\"} 4",
            "spillway_sink_in_flight{queue=\"orders\"} 2.0",
            "spillway_sink_trouble{queue=\"orders\"} 1.0");
  }

  @Test
  void bindTo_twoQueues_showsBothUnderEachName() {
    meters.bindTo(prometheus);
    QueueMeters other = QueueMeters.of(EventQueue.builder("mail").build(), () -> TestDelivery.NONE);
    other.bindTo(prometheus);
    assertThat(scrape())
        .contains(
            "spillway_queue_accepting{queue=\"mail\"} 1.0",
            "spillway_queue_accepting{queue=\"orders\"} 1.0",
            "spillway_wait_seconds_count{priority=\"bulk\",queue=\"mail\"} 0",
            "spillway_wait_seconds_count{priority=\"bulk\",queue=\"orders\"} 0");

    other.close();

    assertThat(scrape()).doesNotContain("mail").contains("orders");
  }

  @Test
  void close_removesEveryMeterAndBindsAgain() {
    meters.bindTo(simple);
    meters.bindTo(prometheus);
    assertThat(simple.getMeters()).isNotEmpty();

    meters.close();

    assertThat(simple.getMeters()).isEmpty();
    assertThat(prometheus.getMeters()).isEmpty();
    assertThat(prometheus.scrape()).isEmpty();
    meters.bindTo(prometheus);
    assertThat(scrape()).contains("spillway_wait_seconds");
  }

  @Test
  void bindTo_sameNameTwice_isRefused() {
    meters.bindTo(simple);

    assertThatIllegalStateException()
        .isThrownBy(() -> meters.bindTo(simple))
        .withMessage("queue must be bound to a registry once: queue=orders");
  }

  @Test
  void bindTo_metersAreKeptByNobody_stillTellTheFigures() {
    QueueMeters.of(queue, () -> delivery).bindTo(simple);
    offer(Priority.LOW, 2);
    time.advance(Duration.ofSeconds(2));
    System.gc();

    assertThat(counter("spillway.events.offered", "priority", "low")).isEqualTo(2);
    assertThat(gauge("spillway.lane.memory.events", "low")).isEqualTo(2);
  }
}
