package dev.spillway.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus on loopback that scrapes one target twice a second. */
final class PrometheusProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path programs;
  private final Process process;
  private final String url;

  private PrometheusProcess(Path programs, Process process, String url) {
    this.programs = programs;
    this.process = process;
    this.url = url;
  }

  /** The directory of prometheus and promtool, which the project's script finds or unpacks. */
  static Path programs() throws IOException, InterruptedException {
    Path module = Path.of("").toAbsolutePath();
    Path script = module.resolveSibling("config").resolve("install-prometheus");
    Process install =
        new ProcessBuilder(script.toString(), module.resolve("target/prometheus").toString())
            .start();
    String printed = text(install.inputReader(StandardCharsets.UTF_8).lines().toList());
    String complaint = text(install.errorReader(StandardCharsets.UTF_8).lines().toList());
    assertThat(install.waitFor()).as(complaint).isZero();
    return Path.of(printed);
  }

  static PrometheusProcess start(Path directory, URI target) throws Exception {
    Path programs = programs();
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            scrape_configs:
              - job_name: spillway
                scrape_interval: 500ms
                scrape_timeout: 500ms
                static_configs:
                  - targets: ["%s"]
            """
                .formatted(target.getAuthority()));
    File log = directory.resolve("prometheus.log").toFile();
    Process process =
        new ProcessBuilder(
                programs.resolve("prometheus").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    PrometheusProcess started =
        new PrometheusProcess(programs, process, "http://127.0.0.1:" + port);
    await().atMost(LONGEST).until(started::isReady);
    return started;
  }

  private boolean isReady() throws InterruptedException {
    assertThat(process.isAlive()).isTrue();
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The answer to a query: its result, which may be empty. */
  JsonNode query(String promQl) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(promQl, StandardCharsets.UTF_8);
    JsonNode answer = JsonMapper.shared().readTree(get("/api/v1/query?query=" + encoded).body());
    assertThat(answer.path("status").asString()).as(promQl + ": " + answer).isEqualTo("success");
    return answer.path("data").path("result");
  }

  /** The value of the one series that {@code promQl} finds; NaN while there is none. */
  double value(String promQl) throws IOException, InterruptedException {
    JsonNode result = query(promQl);
    assertThat(result.size()).as(promQl).isLessThan(2);
    return result.isEmpty()
        ? Double.NaN
        : Double.parseDouble(result.path(0).path("value").path(1).asString());
  }

  /** What promtool complains of in a scrape; empty for nothing. */
  String complaints(String scrape) throws IOException, InterruptedException {
    Process check =
        new ProcessBuilder(programs.resolve("promtool").toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = check.outputWriter(StandardCharsets.UTF_8)) {
      in.write(scrape);
    }
    String said = text(check.inputReader(StandardCharsets.UTF_8).lines().toList());
    return check.waitFor() == 0 && said.isEmpty() ? "" : said + " exit=" + check.waitFor();
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines).strip();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
