package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
  private static final String URL_PROBLEM =
      "--url or SPILLWAY_URL must be an http or https URL without user, password and query, such"
          + " as http://127.0.0.1:8080: url=";

  @TempDir Path directory;
  private ScriptedGateway gateway = new ScriptedGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void send_ndjsonFile_postsItsLinesInBatchesInOrder() throws Exception {
    Path file = file("a.ndjson", "{\"id\":\"1\"}\n\n{\"id\":\"2\"}\r\n{\"id\":\"3\"}");

    Typed typed = gateway.send("--batch", "2", "--queue", "orders", file.toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.bodies())
        .containsExactly(List.of("{\"id\":\"1\"}", "{\"id\":\"2\"}"), List.of("{\"id\":\"3\"}"));
    ScriptedGateway.Received first = gateway.received().get(0);
    assertThat(first.target()).isEqualTo("/api/v1/queues/orders/events");
    assertThat(first.contentType()).isEqualTo("application/x-ndjson");
    assertThat(typed.out())
        .startsWith("Sent 3 events of 1 file to queue orders in ")
        .contains("  accepted               3  durable")
        .contains("  refused                0\n");
  }

  @Test
  void send_queueOfTheEnvironment_isTheDefault_andTheOptionWins() throws Exception {
    String file = file("a.ndjson", "{\"id\":\"1\"}").toString();
    Map<String, String> environment = Map.of("SPILLWAY_QUEUE", "orders");

    Typed.command(environment, "send", "--url", gateway.url(), file);
    Typed.command(environment, "send", "--url", gateway.url(), "--queue", "audit", file);
    Typed.command(Map.of("SPILLWAY_QUEUE", ""), "send", "--url", gateway.url(), file);

    assertThat(gateway.received())
        .extracting(ScriptedGateway.Received::target)
        .containsExactly(
            "/api/v1/queues/orders/events",
            "/api/v1/queues/audit/events",
            "/api/v1/queues/default/events");
  }

  @Test
  void send_repeated_endsIdsFromTheSecondPassOn() throws Exception {
    Path file =
        file("a.ndjson", "{\"n\":{\"id\":\"x\"},\"id\":\"a\\\"b\"}\n{\"id\": 7}\n{\"x\":1}");

    assertThat(gateway.send("--repeat", "3", "--batch", "5", file.toString()).exitCode()).isZero();

    assertThat(gateway.bodies())
        .as("a short file's passes share requests")
        .containsExactly(
            List.of(
                "{\"n\":{\"id\":\"x\"},\"id\":\"a\\\"b\"}",
                "{\"id\": 7}",
                "{\"x\":1}",
                "{\"n\":{\"id\":\"x\"},\"id\":\"a\\\"b-2\"}",
                "{\"id\": \"7-2\"}"),
            List.of(
                "{\"x\":1}",
                "{\"n\":{\"id\":\"x\"},\"id\":\"a\\\"b-3\"}",
                "{\"id\": \"7-3\"}",
                "{\"x\":1}"));
  }

  @Test
  void send_someRefusedForLoad_areSentAgainBeforeWhatFollows() throws Exception {
    gateway.answer(
        202,
        "{\"accepted\":1,\"durability\":\"volatile\",\"refused\":["
            + "{\"index\":1,\"reason\":\"lane-full\",\"retryAfterMillis\":5},"
            + "{\"index\":2,\"reason\":\"memory-full\",\"retryAfterMillis\":5}]}");
    Path file = file("a.ndjson", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n");

    Typed typed = gateway.send("--batch", "3", file.toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.bodies())
        .containsExactly(
            List.of("{\"id\":1}", "{\"id\":2}", "{\"id\":3}"),
            List.of("{\"id\":2}", "{\"id\":3}"),
            List.of("{\"id\":4}"));
    assertThat(typed.out())
        .contains("accepted               4")
        .contains("resent                 2");
  }

  @Test
  void send_someRefusedForGood_areCountedByReasonAndNotSentAgain() throws Exception {
    gateway.answer(
        422,
        "{\"accepted\":0,\"durability\":\"volatile\",\"refused\":["
            + "{\"index\":0,\"reason\":\"deadline-passed\",\"retryAfterMillis\":0}]}");
    Path file = file("a.ndjson", "{\"id\":1}\n");

    Typed typed = gateway.send(file.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(gateway.bodies()).hasSize(1);
    assertThat(typed.out()).contains("  refused                1  deadline-passed 1\n");
  }

  @Test
  void send_someRefusedForGood_areNamedUpToABound() throws Exception {
    StringBuilder refused = new StringBuilder("{\"accepted\":0,\"refused\":[");
    StringBuilder lines = new StringBuilder("\n");
    for (int index = 0; index < 25; index++) {
      refused.append(index == 0 ? "" : ",").append("{\"reason\":\"deadline-passed\",\"index\":");
      refused.append(index).append('}');
      lines.append("{\"id\":").append(index).append("}\n");
    }
    gateway.answer(422, refused.append("]}").toString());
    Path file = file("a.ndjson", lines.toString());

    Typed typed = gateway.send(file.toString());

    List<String> told = typed.err().lines().toList();
    assertThat(told).hasSize(21).startsWith("spillway: " + file + ":2: refused: deadline-passed");
    assertThat(told)
        .endsWith(
            "spillway: " + file + ":21: refused: deadline-passed",
            "spillway: further refused events are only counted");
    assertThat(typed.out()).contains("  refused               25  deadline-passed 25\n");
  }

  @Test
  void send_overloadedGateway_waitsAsToldAndSendsAgain() throws Exception {
    gateway.answer(503, "{\"title\":\"No room\"}", "Retry-After", "0").answer(429, "");
    Path file = file("a.ndjson", "{\"id\":1}\n");

    Typed typed = gateway.send(file.toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.bodies()).hasSize(3);
  }

  @Test
  @DisplayName("A6: send waits as long as the gateway asks between batches")
  void send_gatewayAsksToWait_waitsBeforeTheNextBatch() throws Exception {
    gateway.answer(
        202,
        "{\"accepted\":1,\"durability\":\"volatile\",\"refused\":[]}",
        "Spillway-Throttle-Ms",
        "300");
    Path file = file("a.ndjson", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
    long startNanos = TimeSource.system().nanoTime();

    assertThat(gateway.send("--batch", "1", file.toString()).exitCode()).isZero();

    assertThat(gateway.bodies()).hasSize(2);
    assertThat(TimeSource.system().nanoTime() - startNanos)
        .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
  }

  @Test
  void send_overloadedBeyondPatience_givesUpAndSaysWhy() throws Exception {
    for (int i = 0; i < 50; i++) {
      gateway.answer(503, "{\"title\":\"No room\"}", "Retry-After", "0");
    }
    Path file = file("a.ndjson", "{\"id\":1}\n");

    Typed typed = gateway.send("--patience", "1ms", file.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err())
        .isEqualTo("spillway: gave up after 1 ms without an accepted event: 503 No room\n");
  }

  @Test
  void send_malformedLine_namesTheLineOfTheFile() throws Exception {
    gateway
        .answer(202, "{\"accepted\":1,\"durability\":\"durable\",\"refused\":[]}")
        .answer(400, "{\"title\":\"Not JSON\",\"detail\":\"expected a value\",\"line\":2}");
    Path file = file("a.ndjson", "{\"id\":1}\n{\"id\":2}\n{oops\n");

    Typed typed = gateway.send("--batch", "1", file.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err())
        .isEqualTo(
            "spillway: "
                + file
                + ": the gateway answered 400 Not JSON: expected a value; nothing was accepted from"
                + " line 2 on\n");
  }

  @Test
  void send_lineTooLong_leavesItOutAndSendsTheOthers() throws Exception {
    gateway.answer(413, "{\"title\":\"A line is too long\",\"line\":2}");
    Path file = file("a.ndjson", "{\"id\":1}\n\n{\"id\":2}\n{\"id\":3}\n");

    Typed typed = gateway.send(file.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(gateway.bodies().get(1)).containsExactly("{\"id\":1}", "{\"id\":3}");
    assertThat(typed.err()).isEqualTo("spillway: " + file + ":3: left out: A line is too long\n");
    assertThat(typed.out()).contains("refused                1  too-large 1");
  }

  @Test
  void send_bodyTooLarge_sendsHalves() throws Exception {
    gateway.answer(413, "{\"title\":\"The body is too large\"}");
    Path file = file("a.ndjson", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");

    assertThat(gateway.send(file.toString()).exitCode()).isZero();

    assertThat(gateway.bodies().subList(1, 3))
        .containsExactly(List.of("{\"id\":1}"), List.of("{\"id\":2}", "{\"id\":3}"));
  }

  @Test
  void send_gatewayThatComesLater_isWaitedFor() throws Exception {
    int port = gateway.port();
    String url = gateway.url();
    gateway.close();
    Path file = file("a.ndjson", "{\"id\":1}\n");

    CompletableFuture<Typed> sending =
        CompletableFuture.supplyAsync(() -> Typed.command("send", "--url", url, file.toString()));
    gateway = new ScriptedGateway(port);

    Typed typed = sending.get();
    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.bodies()).hasSize(1);
  }

  @Test
  void send_noGateway_saysSoOnceAndGivesUp() throws Exception {
    int unused;
    try (ServerSocket socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }
    Path file = file("a.ndjson", "{\"id\":1}\n");
    String url = "http://127.0.0.1:" + unused;

    Typed typed = Typed.command("send", "--url", url, "--patience", "150ms", file.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err())
        .isEqualTo(
            "spillway: cannot reach %1$s (connection refused); trying again for up to 150 ms%nspillway: gave up after 150 ms without an accepted event: cannot reach %1$s (connection refused)%n"
                .formatted(url));
  }

  @Test
  void send_wrongOptions_areUsageMistakes() throws Exception {
    Path file = file("a.ndjson", "{}");
    String name = file.toString();

    assertUsage("--batch must be from 1 to 100000: batch=0", "--batch", "0", name);
    assertUsage("--repeat must be at least 1: repeat=0", "--repeat", "0", name);
    for (String url :
        List.of(
            "ftp://x", "localhost:8080", "no url", "http:///x", "http://h:65536", "http://h/#x")) {
      assertUsage(URL_PROBLEM + url, "--url", url, name);
    }
    assertUsage(URL_PROBLEM + "http://h?***", "--url", "http://h?x=1", name);
    assertUsage(URL_PROBLEM + "http://***@h:1/", "--url", "http://me:s3/c@ret@h:1/", name);
    assertUsage(
        "--durability must be volatile or durable: durability=strong",
        "--durability",
        "strong",
        name);
    assertUsage("there is no such file: " + name + "x", name + "x");
    assertUsage("this is a directory, not a file: " + directory, directory.toString());
    assertUsage(
        "--repeat needs files, because input can be read only once: repeat=2",
        "--repeat",
        "2",
        "-");
    assertUsage(
        "Invalid value for option '--patience': must be a duration such as 250ms, 20s or 1m: '5'",
        "--patience",
        "5",
        name);
  }

  private void assertUsage(String message, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "send";
    System.arraycopy(args, 0, all, 1, args.length);
    Typed typed = Typed.command(all);
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).startsWith("spillway: " + message + "\n");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
