package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole way with real processes: files are sent into a small memory, through the log, to an
 * endpoint that fails in every way. {@code -Dspillway.e2e.repeat=100} makes it long.
 */
class EndToEndTest {
  private static final int PASSES = Integer.getInteger("spillway.e2e.repeat", 2);
  private static final boolean LONG = PASSES > 10;
  private static final long MEMORY_BYTES = 8 << 20;
  private static final Duration LONGEST = Duration.ofMinutes(LONG ? 60 : 3);

  /**
   * What was delivered so long before a kill may come again: the log writes down each second where
   * it stands, two retries of an event hold up to 0.9 s; the rest is for a slow machine.
   */
  private static final Duration MAY_COME_AGAIN = Duration.ofSeconds(5);

  @TempDir Path directory;
  private SampleEvents events;
  private Set<String> unwanted;
  private FlakySink sink;
  private ServeProcess gateway;

  @BeforeEach
  void start() throws IOException {
    events = SampleEvents.in(directory);
    unwanted = Set.of(events.sent("normal", 1).get(7), events.sent("low", 1).get(11));
    sink = new FlakySink(unwanted, events.count() / 2, LONG ? 10_000 : 2_000);
    Files.writeString(config(), settings());
    gateway = started(0);
  }

  @AfterEach
  void stop() {
    gateway.close();
    sink.close();
  }

  private Path config() {
    return directory.resolve("gateway.yaml");
  }

  private ServeProcess started(int port) throws IOException {
    return ServeProcess.startWith(
        directory,
        List.of(),
        List.of("--config", config().toString(), "--set", "http.port=" + port));
  }

  private String settings() {
    StringBuilder map = new StringBuilder();
    SampleEvents.SEVERITIES.forEach(
        (lane, severities) ->
            severities.forEach(
                severity -> map.append("          ").append(severity + ": " + lane + "\n")));
    return """
        queues:
          e2e:
            strategy: spill
            memory-bytes: %d
            disk:
              mode: overflow
              max-bytes: 2GB
            classify:
              - field: severity
                map:
        %s\
            delivery:
              batch-events: %d
              retry-delay: 200ms
            sink:
              type: http
              url: %s
        """
        .formatted(MEMORY_BYTES, map.toString().indent(2), LONG ? 5_000 : 500, sink.url());
  }

  private CompletableFuture<Typed> send(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("send", "--url", gateway.url(), "--queue", "e2e"));
    command.addAll(List.of("--repeat", Integer.toString(PASSES)));
    command.addAll(List.of(more));
    command.addAll(events.fileNames());
    return CompletableFuture.supplyAsync(() -> Typed.command(command.toArray(String[]::new)));
  }

  @Test
  @DisplayName(
      "A8, A9, A10: overflow to disk and a sink that fails lose nothing and keep the order")
  void send_toASinkThatFails_deliversAllButTheUnwantedInOrder() throws Exception {
    CompletableFuture<Typed> sent = send();
    awaitDrained(sent);
    assertThat(sent.join().exitCode()).as(sent.join().err()).isZero();
    assertDelivered();
    assertThat(total("spilled")).as("read back from disk").isPositive();
    assertExact();
    gateway.terminate();
    assertThat(gateway.exitCode()).isZero();
    assertDeadLetters();
    System.out.println("end to end: " + sink.figures());
  }

  @Test
  @DisplayName("A13: five kills lose no event that has a durable receipt")
  void send_durablyWhileTheGatewayIsKilled_losesNothing() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    int all = events.count() * PASSES;
    CompletableFuture<Typed> sent = send("--durability", "durable");
    long duplicatesAtMost = 0;
    for (int kill = 1; kill <= 5; kill++) {
      int at = all / 8 * kill + random.nextInt(all / 16);
      await().atMost(LONGEST).until(() -> sink.events() >= at);
      duplicatesAtMost += sink.takenWithin(MAY_COME_AGAIN.toNanos());
      gateway.close();
      gateway = started(URI.create(gateway.url()).getPort());
    }
    awaitDrained(sent);
    assertThat(sent.join().exitCode()).as(sent.join().err()).isZero();
    assertDelivered();
    assertExact();
    assertThat((long) sink.duplicates()).isLessThanOrEqualTo(duplicatesAtMost);
    gateway.terminate();
    assertThat(gateway.exitCode()).isZero();
    System.out.println("end to end, five kills: " + sink.figures());
  }

  private JsonNode figures() throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(gateway.get("/api/v1/queues/e2e").body());
  }

  private void awaitDrained(CompletableFuture<Typed> sent) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              JsonNode figures = figures();
              assertThat(figures.path("memory").path("bytes").asLong()).isBetween(0L, MEMORY_BYTES);
              return sent.isDone() && total("held") == 0;
            });
  }

  private long total(String entry) throws IOException, InterruptedException {
    long total = 0;
    for (JsonNode lane : figures().path("lanes")) {
      assertThat(lane.path("account").path(entry).isNumber()).as(entry).isTrue();
      total += lane.path("account").path(entry).asLong();
    }
    return total;
  }

  private void assertExact() throws IOException, InterruptedException {
    for (JsonNode lane : figures().path("lanes")) {
      assertThat(lane.path("account").path("exact").asBoolean()).as(lane.toString()).isTrue();
    }
  }

  private void assertDelivered() {
    for (String lane : SampleEvents.SEVERITIES.keySet()) {
      List<String> expected = new ArrayList<>(events.sent(lane, PASSES));
      expected.removeAll(unwanted);
      assertThat(sink.firsts(lane)).as(lane).isEqualTo(expected);
    }
  }

  private void assertDeadLetters() {
    Typed listed = Typed.command("spill", "list", directory.resolve("data").toString());
    assertThat(listed.exitCode()).isZero();
    unwanted.forEach(id -> assertThat(listed.out()).contains(id));
    assertThat(listed.out()).containsPattern("dead-letters +2 ");
    Typed verified = Typed.command("spill", "verify", directory.resolve("data").toString());
    assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
  }
}
