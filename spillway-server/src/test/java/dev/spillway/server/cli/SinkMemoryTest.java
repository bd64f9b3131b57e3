package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.server.cli.terminal.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SinkMemoryTest {
  private static final int EVENTS = 150;

  @TempDir Path directory;

  /** Each byte is escaped by six, so that a batch takes more than the whole heap. */
  @Test
  void file_batchThatTakesMoreThanTheHeap_isAFailureOfTheEndpoint() throws Exception {
    try (ServeProcess gateway =
        ServeProcess.start(
            directory,
            "queues.default.memory-bytes=100MB",
            "queues.default.disk.mode=none",
            "queues.default.strategy=drop",
            "queues.default.delivery.batch-bytes=64MB")) {
      String circuit = "/api/v1/queues/default/circuit-breaker/";
      assertThat(gateway.command(circuit + "open")).isEqualTo(200);
      byte[] body = "\u0001".repeat(600_000).getBytes(StandardCharsets.UTF_8);
      HttpClient client = HttpClient.newHttpClient();
      for (int event = 0; event < EVENTS; event++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/queues/default/events"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(202);
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

  private static JsonNode figures(ServeProcess gateway) throws Exception {
    return JsonMapper.shared().readTree(gateway.get("/api/v1/queues/default").body());
  }
}
