package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.delivery.Dispatcher;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.server.http.HttpServer;
import dev.spillway.server.http.ServedQueue;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.sink.Sinks;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a request to a line in a file, through a real log. */
class PipelineTest {
  private static final TimeSource TIME = TimeSource.system();

  @TempDir Path directory;

  @Test
  void recordsAndLines_postedToAWriteAheadQueue_endUpInTheFileAsTheyWere() throws Exception {
    Path file = directory.resolve("out.ndjson");
    QueueConfig config =
        TestQueues.queue("orders", DiskMode.WRITE_AHEAD, TestQueues.classification());
    EventQueue queue =
        EventQueue.builder("orders")
            .spill(SpillLog.builder(directory.resolve("log")).open(), DiskMode.WRITE_AHEAD)
            .build();
    Dispatcher dispatcher =
        Dispatcher.builder(
                queue,
                Sinks.open(
                    new SinkConfig.File(file, SinkConfig.Format.ENVELOPE),
                    TestQueues.circuit(),
                    "orders",
                    TIME),
                TaskScheduler.onThread("dispatcher"))
            .build();
    HttpServer server =
        new HttpServer(
            new HttpConfig("127.0.0.1", 0, new BodyLimits(1 << 20, 1 << 16, 100_000)),
            List.of(
                new ServedQueue(
                    config, queue, dispatcher::figures, dispatcher.circuit(), json -> {})),
            TIME,
            IdSource.sortable(TIME, 1));
    dispatcher.start();
    server.start();
    server.serving();

    String json = post(server, "application/x-ndjson", "{ \"id\" : \"a\", \"tenant\":\"t\" }\r\n");
    String text = post(server, "text/plain", "{\"a\": \"line\"}");

    assertThat(json).isEqualTo("{\"accepted\":1,\"durability\":\"durable\",\"refused\":[]}");
    assertThat(text).isEqualTo(json);
    await().until(() -> queue.held() == 0);
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "{\"id\":\"a\",\"queue\":\"orders\",\"priority\":\"normal\",\"tenant\":\"t\","
                            + "\"attempt\":1,\"durable\":true,"
                            + "\"data\":{ \"id\" : \"a\", \"tenant\":\"t\" }}"),
            line -> assertThat(line).endsWith(",\"data\":\"{\\\"a\\\": \\\"line\\\"}\"}"));
    server.stop(Duration.ofSeconds(5));
    queue.stopAccepting();
    dispatcher.stop(Duration.ofSeconds(5)).toCompletableFuture().join();
    queue.close();
  }

  private static String post(HttpServer server, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/v1/queues/orders/events"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(202);
    return answer.body();
  }
}
