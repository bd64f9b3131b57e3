package dev.spillway.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.LoadedConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void start_withoutConfiguration_deliversToTheFile() throws Exception {
    try (Gateway gateway = Gateway.start(config())) {
      assertThat(post(gateway, "default", "{\"id\":\"a\"}\n{\"id\":\"b\"}")).isEqualTo(202);
      assertThat(get(gateway, "/api/v1/health/readiness")).isEqualTo(200);

      Path file = directory.resolve("data/delivered/default.ndjson");
      await().until(() -> Files.exists(file) && Files.readAllLines(file).size() == 2);
      assertThat(Files.readAllLines(file).get(0)).startsWith("{\"id\":\"a\",\"queue\":\"default\"");
    }
  }

  @Test
  void start_newDataDirectory_isForThisUserAlone() throws Exception {
    Gateway.start(config()).close();

    for (String made : List.of("data", "data/queues")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(made))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void stop_sinkThatIsAway_keepsWhatWasAcceptedForTheNextStart() throws Exception {
    String[] keys = {"queues.a.disk.mode=overflow", "queues.b.disk.mode=write-ahead"};
    Gateway first = Gateway.start(config(keys), queue -> new AwaySink());
    assertThat(post(first, "a", "{\"id\":\"a1\"}\n{\"id\":\"a2\"}")).isEqualTo(202);
    assertThat(post(first, "b", "{\"id\":\"b1\"}")).isEqualTo(202);

    StopReport report = first.stop();

    assertThat(report).isEqualTo(new StopReport(Map.of("a", 2L, "b", 1L), Map.of(), Map.of()));
    assertThat(first.stop()).isSameAs(report);
    try (Gateway second = Gateway.start(config(keys))) {
      Path file = directory.resolve("data/delivered/a.ndjson");
      await().until(() -> Files.exists(file) && Files.readAllLines(file).size() == 2);
      await().until(() -> queue(second, "b").held() == 0);
    }
  }

  @Test
  void stop_queueWithoutDisk_tellsExactlyWhatIsLost() throws Exception {
    Gateway gateway =
        Gateway.start(
            config("queues.a.disk.mode=none", "queues.b.disk.mode=overflow"),
            queue -> new AwaySink());
    post(gateway, "a", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"3\",\"priority\":\"critical\"}");
    post(gateway, "b", "{\"id\":\"4\"}");

    StopReport report = gateway.stop();

    assertThat(report.lost()).isEqualTo(Map.of("a", 3L));
    assertThat(report.lostTotal()).isEqualTo(3);
    assertThat(report.kept()).containsEntry("b", 1L);
  }

  @Test
  void buffer_rateAndBatchSize_areSetWhileItRuns() throws Exception {
    try (Gateway gateway = Gateway.start(config("queues.default.profile=log-ingestion"))) {
      assertThat(postJson(gateway, "/buffer/flow-control/rate", "{\"rate\":5000}")).isEqualTo(200);
      assertThat(postJson(gateway, "/buffer/batch-size", "{\"batchSize\":2000}")).isEqualTo(200);
      assertThat(postJson(gateway, "/buffer/batch-size", "{\"batchSize\":0}")).isEqualTo(400);
      assertThat(postJson(gateway, "/buffer/batch-size", "{\"batchSize\":1,\"batchSize\":2}"))
          .isEqualTo(400);

      HttpRequest look =
          HttpRequest.newBuilder(gateway.url().resolve("/buffer/flow-control")).build();
      assertThat(CLIENT.send(look, HttpResponse.BodyHandlers.ofString()).body())
          .contains("\"batchEvents\":2000")
          .contains("\"rate\":{\"mode\":\"enforce\",\"eventsPerSecond\":5000.0,");
      assertThat(queue(gateway, "default").policy().rate().eventsPerSecond()).isEqualTo(5_000);
    }
  }

  private static int postJson(Gateway gateway, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void start_queueThatGaveItsDiskUp_tellsOfTheEventsInItsLog() throws Exception {
    Gateway first = Gateway.start(config("queues.q.sink.path=x"), queue -> new AwaySink());
    post(first, "q", "{\"id\":\"1\"}\n{\"id\":\"2\"}");
    first.stop();

    try (LogLines log = LogLines.of(DataDirectory.class)) {
      Gateway.start(config("queues.q.disk.mode=none")).close();

      assertThat(log.lines())
          .containsExactly(
              "WARN event=log-not-read queue=q directory="
                  + directory.resolve("data/queues/q")
                  + " events=2 consequence=\"disk.mode is none, so what the log holds is kept and not"
                  + " delivered\" next=\"set queues.q.disk.mode to overflow to deliver it, or move"
                  + " the directory away\"");
    }
  }

  @Test
  void start_portThatIsTaken_tellsWhichAndWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatExceptionOfType(GatewayException.class)
          .isThrownBy(() -> Gateway.start(config("http.port=" + port)))
          .withMessage(
              "cannot listen on 127.0.0.1:%d: Address already in use; choose another with http.host and"
                  + " http.port, or stop what uses it",
              port);
    }
    Gateway.start(config()).close();
  }

  @Test
  void start_hostThatIsNotHere_tellsWhich() {
    assertThatExceptionOfType(GatewayException.class)
        .isThrownBy(
            () ->
                Gateway.start(
                    config("http.host=no.such.host.invalid", "http.allow-non-loopback=true")))
        .withMessageStartingWith(
            "cannot listen on no.such.host.invalid:0: nobody knows this host; choose another");
  }

  @Test
  void start_dataDirectoryInUse_namesTheProcess() throws Exception {
    try (Gateway first = Gateway.start(config())) {
      assertThat(first.queues()).containsOnlyKeys("default");

      assertThatExceptionOfType(GatewayException.class)
          .isThrownBy(() -> Gateway.start(config()))
          .withMessage(
              "queue default: spill directory is locked by process %d: %s; stop it or use another"
                  + " directory",
              ProcessHandle.current().pid(), directory.resolve("data/queues/default"));
    }
  }

  @Test
  void start_dataDirectoryBelowAFile_tellsWhatToDo() throws Exception {
    Path file = Files.writeString(directory.resolve("data"), "");

    assertThatExceptionOfType(GatewayException.class)
        .isThrownBy(() -> Gateway.start(config()))
        .withMessage(
            "data directory is not a directory: %s; move that file away, or choose another"
                + " directory with --data",
            file);
  }

  @Test
  void start_sizesThatDoNotGoTogether_namesTheQueue() {
    assertThatExceptionOfType(GatewayException.class)
        .isThrownBy(
            () ->
                Gateway.start(config("queues.q.disk.max-bytes=64MB", "queues.q.memory-bytes=64MB")))
        .withMessageMatching(
            "queues.q.memory-bytes must be <= [0-9]+ to leave each lane a segment, or disk.max-bytes"
                + " larger, so that a stop can write all of it: memory-bytes=67108864");
  }

  private LoadedConfig config(String... assignments) throws Exception {
    List<String> all = new ArrayList<>();
    all.add("http.port=0");
    all.add("shutdown.drain=100ms");
    all.add("data.directory=" + directory.resolve("data"));
    all.addAll(List.of(assignments));
    return ConfigReader.read(new ConfigInputs(null, Map.of(), all));
  }

  private static EventQueue queue(Gateway gateway, String name) {
    return requireNonNull(gateway.queues().get(name));
  }

  private static int post(Gateway gateway, String queue, String lines) throws Exception {
    URI target = gateway.url().resolve("/api/v1/queues/" + queue + "/events");
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static int get(Gateway gateway, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
