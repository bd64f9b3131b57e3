package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.server.cli.terminal.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SinkMemoryTest {
  /** They leave a fifth of the heap: enough for all else, and far less than a batch as JSON. */
  private static final int EVENTS = 200;

  private static final String EVENT = "\u0001".repeat(600_000);

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void file_batchThatFindsNoMemory_isAFailureOfTheEndpoint() throws Exception {
    try (ServeProcess gateway =
        ServeProcess.start(
            directory,
            "shutdown.drain=0s",
            "queues.default.memory-bytes=190MB",
            "queues.default.disk.mode=none",
            "queues.default.delivery.batch-bytes=16MB",
            "queues.default.strategy=drop")) {
      String circuit = "/api/v1/queues/default/circuit-breaker/";
      assertThat(gateway.command(circuit + "open")).isEqualTo(200);
      for (int event = 0; event < EVENTS; event++) {
        post(gateway, EVENT);
      }
      assertThat(gateway.command(circuit + "reset")).isEqualTo(200);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(figures(gateway).at("/sink/trouble").toString())
                      .contains("OutOfMemoryError"));
      gateway.terminate();
      assertThat(gateway.exitCode()).isEqualTo(ExitCode.LOST);
    }
  }

  private void post(ServeProcess gateway, String lines) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/queues/default/events"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(202);
  }

  private static JsonNode figures(ServeProcess gateway) throws Exception {
    return JsonMapper.shared().readTree(gateway.get("/api/v1/queues/default").body());
  }
}
