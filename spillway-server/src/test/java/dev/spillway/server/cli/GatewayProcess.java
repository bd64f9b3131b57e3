package dev.spillway.server.cli;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway in a process of its own, which can be killed and started again on the same port. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Path config;
  private final File log;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Process process;

  GatewayProcess(Path config, File log) throws IOException {
    this.config = config;
    this.log = log;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts, and waits until it is ready. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "serve", "--config", config.toString()));
    command.addAll(List.of("--port", Integer.toString(port)));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(this::isReady);
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/api/v1/health/readiness").statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What the gateway says of a queue. */
  JsonNode figures(String queue) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get("/api/v1/queues/" + queue).body());
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    Objects.requireNonNull(process).destroyForcibly().waitFor();
  }

  /** SIGTERM; returns the exit code. */
  int stop() throws InterruptedException {
    Process running = Objects.requireNonNull(process);
    running.destroy();
    if (!running.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the gateway did not stop; see " + log);
    }
    return running.exitValue();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
