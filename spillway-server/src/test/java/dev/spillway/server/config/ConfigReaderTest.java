package dev.spillway.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Strategy;
import dev.spillway.server.TestQueues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir Path directory;

  @Test
  void read_nothing_isOneWriteAheadQueueWithAFileSink() throws Exception {
    GatewayConfig config = ConfigReader.read(ConfigInputs.NONE).config();

    assertThat(config.http())
        .isEqualTo(new HttpConfig("127.0.0.1", 8080, new BodyLimits(16 << 20, 1 << 20, 100_000)));
    assertThat(config.dataDirectory()).isEqualTo(Path.of("./data"));
    assertThat(config.shutdownDrain()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.queues()).containsOnlyKeys("default");
    QueueConfig queue = config.queue("default");
    assertThat(queue.policy().strategy()).isEqualTo(Strategy.SPILL);
    assertThat(queue.memoryBytes()).isEqualTo(64L << 20);
    assertThat(queue.laneEvents()).isEmpty();
    assertThat(queue.disk()).isEqualTo(new DiskConfig(DiskMode.WRITE_AHEAD, 1L << 30));
    assertThat(queue.sink())
        .isEqualTo(
            new SinkConfig.File(
                Path.of("./data/delivered/default.ndjson"), SinkConfig.Format.ENVELOPE));
    assertThat(queue.delivery())
        .isEqualTo(
            new DeliveryConfig(
                1000, 1 << 20, 2, 3, Duration.ofSeconds(1), 2.0, TestQueues.circuit()));
  }

  @Test
  void read_noPriorityNames_knowsSpillwaysOwnAndUrgentAndMedium() throws Exception {
    Classification classification = read("").queue("default").classification();

    assertThat(classification.priorityNames())
        .containsOnly(
            entry("critical", Priority.CRITICAL),
            entry("high", Priority.HIGH),
            entry("normal", Priority.NORMAL),
            entry("low", Priority.LOW),
            entry("bulk", Priority.BULK),
            entry("urgent", Priority.HIGH),
            entry("medium", Priority.NORMAL));
  }

  @Test
  void read_priorityNames_replaceUrgentAndMediumAndMayBeNumbers() throws Exception {
    Classification classification =
        read("queues: {orders: {priority-names: {1: critical, P5: bulk}}}")
            .queue("orders")
            .classification();

    assertThat(classification.priorityNames())
        .contains(entry("1", Priority.CRITICAL), entry("p5", Priority.BULK))
        .doesNotContainKeys("urgent", "medium")
        .containsKeys("critical", "high", "normal", "low", "bulk");
  }

  @Test
  void read_wholeFile_fillsEveryRecord() throws Exception {
    GatewayConfig config =
        read(
            """
            http:
              host: 0.0.0.0
              port: 9090
              allow-non-loopback: true
              max-body-bytes: 4MB
              max-record-bytes: 65536
            data.directory: /var/lib/spillway
            shutdown: {drain: 1m}
            queues:
              orders:
                strategy: drop
                memory-bytes: 8MB
                lanes: {critical: 100, bulk: 5}
                disk: {mode: overflow, max-bytes: 2GB}
                default-priority: low
                classify:
                  - header: X-Urgency
                    map: {now: critical}
                    default: high
                  - path: /data/level
                delivery: {batch-events: 10, batch-bytes: 64KB, slots: 4, tries: 5,
                           retry-delay: 250ms, retry-factor: 1.5,
                           circuit: {mode: monitor, failure-rate: 0.3, minimum-calls: 20,
                                     consecutive-failures: 0, window: 1m, open-time: 5s,
                                     longest-open-time: 60s, half-open-calls: 4}}
                sink: {type: http, url: "https://sink.example/in", timeout: 3s, format: raw}
            """);

    assertThat(config.http())
        .isEqualTo(new HttpConfig("0.0.0.0", 9090, new BodyLimits(4 << 20, 65_536, 100_000)));
    assertThat(config.dataDirectory()).isEqualTo(Path.of("/var/lib/spillway"));
    assertThat(config.shutdownDrain()).isEqualTo(Duration.ofMinutes(1));
    QueueConfig queue = config.queue("orders");
    assertThat(queue.policy().strategy()).isEqualTo(Strategy.DROP);
    assertThat(queue.laneEvents())
        .containsOnly(entry(Priority.CRITICAL, 100), entry(Priority.BULK, 5));
    assertThat(queue.disk()).isEqualTo(new DiskConfig(DiskMode.OVERFLOW, 2L << 30));
    assertThat(queue.classification().defaultPriority()).isEqualTo(Priority.LOW);
    assertThat(queue.classification().rules())
        .containsExactly(
            new Classification.Rule(
                Classification.Source.HEADER,
                "X-Urgency",
                Map.of("now", Priority.CRITICAL),
                Priority.HIGH),
            new Classification.Rule(
                Classification.Source.PATH,
                "/data/level",
                queue.classification().priorityNames(),
                null));
    assertThat(queue.delivery())
        .isEqualTo(
            new DeliveryConfig(
                10,
                64 << 10,
                4,
                5,
                Duration.ofMillis(250),
                1.5,
                new CircuitConfig(
                    Mode.MONITOR,
                    0.3,
                    20,
                    0,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    4)));
    assertThat(queue.sink())
        .isEqualTo(
            new SinkConfig.Http(
                List.of(URI.create("https://sink.example/in")),
                Duration.ofSeconds(3),
                SinkConfig.Format.RAW));
  }

  @Test
  void read_logIngestionProfile_hasTheBatchesAndTheCircuitOfThatSystem() throws Exception {
    QueueConfig queue = read("queues: {logs: {profile: log-ingestion}}").queue("logs");

    assertThat(queue.disk().mode()).isEqualTo(DiskMode.OVERFLOW);
    assertThat(queue.delivery().batchEvents()).isEqualTo(50_000);
    assertThat(queue.classification().priorityNames())
        .containsEntry("1", Priority.CRITICAL)
        .containsEntry("5", Priority.BULK);
    CircuitConfig circuit = queue.delivery().circuit();
    assertThat(circuit.failureRate()).isEqualTo(0.3);
    assertThat(circuit.minimumCalls()).isEqualTo(10);
    assertThat(circuit.consecutiveFailures()).isZero();
    assertThat(circuit.openTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(circuit.longestOpenTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(circuit.halfOpenCalls()).isEqualTo(20);
  }

  @Test
  void read_securityEventsProfile_hasTheLanesAndRulesOfThatSystem() throws Exception {
    QueueConfig queue = read("queues: {security: {profile: security-events}}").queue("security");

    assertThat(queue.laneEvents())
        .containsExactly(
            entry(Priority.CRITICAL, 10_000),
            entry(Priority.HIGH, 8_000),
            entry(Priority.NORMAL, 5_000),
            entry(Priority.LOW, 2_000),
            entry(Priority.BULK, 1_000));
    assertThat(queue.policy().strategy()).isEqualTo(Strategy.ADAPTIVE);
    assertThat(queue.disk().mode()).isEqualTo(DiskMode.OVERFLOW);
    assertThat(queue.classification().rules())
        .containsExactly(
            new Classification.Rule(
                Classification.Source.FIELD,
                "severity",
                Map.of(
                    "critical", Priority.CRITICAL,
                    "high", Priority.HIGH,
                    "medium", Priority.NORMAL,
                    "low", Priority.LOW,
                    "none", Priority.BULK),
                null));
    assertThat(queue.classification().defaultPriority()).isEqualTo(Priority.NORMAL);
    assertThat(queue.delivery().tries()).isEqualTo(3);
    assertThat(queue.delivery().retryDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(queue.delivery().retryFactor()).isEqualTo(2);
  }

  @Test
  void read_everyLayer_theLaterWins() throws Exception {
    Path file =
        ConfigFiles.write(directory, "queues: {q: {profile: security-events, lanes: {low: 7}}}");
    GatewayConfig config =
        ConfigReader.read(
                new ConfigInputs(
                    file,
                    Map.of("SPILLWAY_QUEUES_Q_LANES_LOW", "8", "SPILLWAY_QUEUES_Q_LANES_BULK", "9"),
                    List.of("queues.q.lanes.bulk=10", "http.port=1", "http.port=2")))
            .config();

    assertThat(config.queue("q").laneEvents())
        .contains(entry(Priority.NORMAL, 5_000), entry(Priority.LOW, 8), entry(Priority.BULK, 10));
    assertThat(config.http().port()).isEqualTo(2);
  }

  @Test
  void read_variableOfADashedQueue_findsTheQueueOfTheFile() throws Exception {
    Path file = ConfigFiles.write(directory, "queues: {my-queue-2: }");
    GatewayConfig config =
        ConfigReader.read(
                new ConfigInputs(
                    file,
                    Map.of(
                        "SPILLWAY_QUEUES_MY_QUEUE_2_MEMORY_BYTES",
                        "8MB",
                        "SPILLWAY_QUEUES_MY_QUEUE_2_PRIORITY_NAMES",
                        "{a: high}"),
                    List.of()))
            .config();

    assertThat(config.queues()).containsOnlyKeys("my-queue-2");
    assertThat(config.queue("my-queue-2").memoryBytes()).isEqualTo(8 << 20);
    assertThat(config.queue("my-queue-2").classification().priorityNames())
        .contains(entry("a", Priority.HIGH));
  }

  @Test
  void read_variablesThatKubernetesSets_areIgnored() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SPILLWAY_SERVICE_HOST", "10.0.0.1",
            "SPILLWAY_SERVICE_PORT", "8080",
            "SPILLWAY_SERVICE_PORT_HTTP", "8080",
            "SPILLWAY_PORT", "tcp://10.0.0.1:8080",
            "SPILLWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080",
            "SPILLWAY_PORT_8080_TCP_ADDR", "10.0.0.1",
            "OTHER", "x");

    assertThat(ConfigReader.read(new ConfigInputs(null, environment, List.of())).config())
        .isEqualTo(ConfigReader.read(ConfigInputs.NONE).config());
  }

  @Test
  void read_variablesThatTheCommandsReadThemselves_areIgnored() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SPILLWAY_CONFIG", "elsewhere.yaml",
            "SPILLWAY_URL", "http://127.0.0.1:9",
            "SPILLWAY_QUEUE", "orders",
            "SPILLWAY_KEY", "secret");

    assertThat(ConfigReader.read(new ConfigInputs(null, environment, List.of())).config())
        .isEqualTo(ConfigReader.read(ConfigInputs.NONE).config());
  }

  @Test
  void read_strategyLeftOutWithoutDisk_isDrop() throws Exception {
    assertThat(read("queues: {q: {disk: {mode: none}}}").queue("q").policy().strategy())
        .isEqualTo(Strategy.DROP);
  }

  private GatewayConfig read(String yaml) throws Exception {
    return ConfigReader.read(
            new ConfigInputs(ConfigFiles.write(directory, yaml), Map.of(), List.of()))
        .config();
  }
}
