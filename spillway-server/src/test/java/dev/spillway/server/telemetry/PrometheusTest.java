package dev.spillway.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.micrometer.LimiterMeters;
import dev.spillway.micrometer.MeterDescription;
import dev.spillway.micrometer.QueueMeters;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.LaneFigures;
import dev.spillway.server.AwaySink;
import dev.spillway.server.Gateway;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus itself reads a running gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern METRIC = Pattern.compile("(?:spillway|novacron|jvm|process)_\\w+");

  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private Gateway gateway;

  @SuppressWarnings("NullAway.Init")
  private PrometheusProcess prometheus;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    List<String> keys =
        List.of(
            "http.port=0",
            "shutdown.drain=0s",
            "data.directory=" + directory.resolve("data"),
            "queues.alerts.profile=security-events",
            "queues.alerts.lanes.bulk=3",
            "queues.orders.disk.mode=write-ahead");
    gateway =
        Gateway.start(
            ConfigReader.read(new ConfigInputs(null, Map.of(), keys)),
            queue -> queue.name().equals("orders") ? new TakingSink() : new AwaySink());
    send(
        "alerts",
        "{\"severity\":\"critical\"}\n{\"severity\":\"high\"}\n{\"severity\":\"high\"}\n");
    send("alerts", "{\"severity\":\"none\"}\n".repeat(5));
    send("orders", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
    await().until(() -> queue("orders", Priority.NORMAL).account().delivered() == 2);
    prometheus = PrometheusProcess.start(directory, gateway.url());
    await().atMost(LONGEST).until(() -> prometheus.value("up{job=\"spillway\"}") == 1);
  }

  @AfterAll
  void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private void send(String queue, String lines) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url().resolve("/api/v1/queues/" + queue + "/events"))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(202);
  }

  private LaneFigures queue(String name, Priority lane) {
    var figures = Objects.requireNonNull(gateway.queues().get(name)).figures();
    return Objects.requireNonNull(figures.lanes().get(lane));
  }

  private String scrape() throws Exception {
    URI metrics = gateway.url().resolve("/metrics");
    return client
        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  @DisplayName("A12: Prometheus reads the gateway's own figures and the old names")
  void scrape_seriesHoldTheQueuesFigures() throws Exception {
    for (String queue : List.of("alerts", "orders")) {
      for (Priority priority : Priority.values()) {
        LaneFigures lane = queue(queue, priority);
        String labels = "{queue=\"" + queue + "\",priority=\"" + priority.token() + "\"}";
        assertValue("spillway_events_offered_total" + labels, lane.account().offered());
        assertValue("spillway_events_delivered_total" + labels, lane.account().delivered());
        assertValue("spillway_lane_held_events" + labels, lane.account().held());
        assertValue("spillway_lane_memory_events" + labels, lane.inMemory());
        assertValue("spillway_lane_log_events" + labels, lane.inLog());
        assertValue("spillway_wait_seconds_count" + labels, lane.waits().count());
      }
    }
    assertValue("spillway_lane_held_events{queue=\"alerts\",priority=\"bulk\"}", 5);
    assertValue("novacron_security_event_queue_size{priority=\"critical\"}", 1);
    assertValue("novacron_security_event_queue_size{priority=\"low\"}", 5);
    assertValue("count(novacron_security_event_queue_size)", 5);
    assertThat(prometheus.value("spillway_sink_failures_total{queue=\"alerts\"}")).isPositive();
    assertValue("spillway_sink_trouble{queue=\"alerts\"}", 1);
    assertValue("histogram_quantile(1, sum by (le) (spillway_wait_seconds_bucket)) > bool 0", 1);
    assertValue("sum(jvm_memory_used_bytes) > bool 1e6", 1);
  }

  private void assertValue(String query, double expected) throws Exception {
    assertThat(prometheus.value(query)).as(query).isEqualTo(expected);
  }

  @Test
  void scrape_promtoolHasNothingToComplainOf() throws Exception {
    assertThat(prometheus.complaints(scrape())).isEmpty();
  }

  @Test
  void described_everyMeterIsStoredByPrometheusWithItsLabels() throws Exception {
    List<MeterDescription> all = new ArrayList<>();
    all.addAll(QueueMeters.described());
    all.addAll(QueueMeters.oldNames("security-events"));
    all.addAll(LimiterMeters.described());
    all.addAll(Telemetry.described());
    for (var meter : all) {
      String stored =
          meter.prometheusName()
              + (meter.kind() == MeterDescription.Kind.HISTOGRAM ? "_count" : "");
      var result = prometheus.query(stored);
      assertThat(result.isEmpty()).as(stored).isFalse();
      List<String> labels = new ArrayList<>(result.path(0).path("metric").propertyNames());
      labels.removeAll(List.of("__name__", "instance", "job"));
      assertThat(labels).as(stored).containsExactlyInAnyOrderElementsOf(meter.labels());
    }
  }

  @Test
  void guide_everyQueryIsAnswered() throws Exception {
    List<String> queries = guideQueries();
    assertThat(queries).hasSizeGreaterThan(8);
    for (String query : queries) {
      if (query.matches("(?s).* (>|<|==) .*")) {
        prometheus.query(query); // it finds something only when something is wrong
      } else {
        await()
            .atMost(LONGEST)
            .untilAsserted(() -> assertThat(prometheus.query(query).isEmpty()).as(query).isFalse());
      }
      Matcher metrics = METRIC.matcher(query);
      while (metrics.find()) {
        assertThat(prometheus.query(metrics.group()).isEmpty()).as(metrics.group()).isFalse();
      }
    }
  }

  private static List<String> guideQueries() throws Exception {
    Path guide = Path.of("").toAbsolutePath().resolveSibling("docs/operating/monitoring.md");
    Matcher block =
        Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(guide));
    List<String> queries = new ArrayList<>();
    while (block.find()) {
      queries.addAll(List.of(block.group(1).strip().split("\n")));
    }
    return queries;
  }

  /** A sink that takes everything. */
  private static final class TakingSink implements Sink {
    @Override
    public CompletionStage<SinkResult> deliver(BatchView batch) {
      return CompletableFuture.completedFuture(new SinkResult.Delivered());
    }

    @Override
    public void close() {}
  }
}
