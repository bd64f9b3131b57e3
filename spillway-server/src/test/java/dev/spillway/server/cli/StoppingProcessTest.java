package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop comes to, on real processes with real signals. */
@DisplayName("A13: a stop delivers what it can, keeps the rest, and counts what it cannot keep")
class StoppingProcessTest {
  private static final String AWAY = "http://127.0.0.1:1/";
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Pattern LOST =
      Pattern.compile("queue q: events lost at the stop: ([0-9,]+)");

  @TempDir Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void sigterm_memoryWithRoomOnTheDisk_keepsEveryEventForTheNextStart() throws Exception {
    ServeProcess gateway = serve(queue("overflow", AWAY, "30s"));
    assertThat(gateway.post("q", lines("a", 500)).body()).contains("\"durability\":\"volatile\"");
    gateway.post("q", lines("b", 3).replace("{", "{\"priority\":\"critical\","));
    gateway.command("/api/v1/queues/q/circuit-breaker/open");

    long nanos = timeToEnd(gateway, "TERM");

    assertThat(gateway.exitCode()).isZero();
    assertThat(gateway.log()).contains("event=gateway-stopped kept=503 lost=0 unsafe=none");
    assertThat(Duration.ofNanos(nanos)).as("nothing could be delivered").isLessThan(seconds(15));
    Path delivered = directory.resolve("delivered");
    ServeProcess next = serve("queues.q.disk.mode=overflow", "queues.q.sink.path=" + delivered);
    await()
        .atMost(LONGEST)
        .until(() -> Files.exists(delivered) && Files.readAllLines(delivered).size() == 503);
    assertThat(Files.readString(delivered)).startsWith("{\"id\":\"b0\"");
    assertThat(timeToEnd(next, "TERM")).isPositive();
    assertThat(next.log()).contains("event=gateway-stopped kept=0 lost=0");
  }

  @Test
  void sigterm_sinkHangs_endsAfterTheDrainAndKeepsWhatWasInDelivery() throws Exception {
    ServeProcess gateway = serve(queue("write-ahead", hungSink(), "1s"));
    assertThat(gateway.post("q", lines("a", 10)).statusCode()).isEqualTo(202);
    awaitBatchOut(gateway);

    timeToEnd(gateway, "TERM");

    assertThat(gateway.exitCode()).isZero();
    assertThat(gateway.log()).contains("event=gateway-stopped kept=10 lost=0 unsafe=none");
  }

  @Test
  void secondSignal_whileAHungSinkIsWaitedFor_endsTheDrainAtOnceAndKeepsAll() throws Exception {
    ServeProcess gateway = serve(queue("overflow", hungSink(), "50s"));
    gateway.post("q", lines("a", 10));
    awaitBatchOut(gateway);
    gateway.signal("TERM");
    await().atMost(LONGEST).until(() -> gateway.log().contains("event=gateway-stopping"));
    assertThat(gateway.get("/api/v1/health/readiness").statusCode()).isEqualTo(503);
    assertThat(gateway.post("q", lines("b", 1)))
        .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(503))
        .satisfies(refused -> assertThat(refused.body()).contains("stopping"));

    long nanos = timeToEnd(gateway, "INT");

    assertThat(gateway.exitCode()).isZero();
    assertThat(Duration.ofNanos(nanos)).isLessThan(seconds(20));
    assertThat(gateway.log())
        .contains("event=gateway-stop-hastened held=10")
        .contains("event=gateway-stopped kept=10 lost=0 unsafe=none");
  }

  @Test
  void sigterm_retriesAreDueLater_keepsThemWithTheirTriesAndDoesNotWait() throws Exception {
    List<String> options = new ArrayList<>(List.of(queue("overflow", sink(400), "50s")));
    options.addAll(List.of("queues.q.delivery.retry-delay=1h", "queues.q.delivery.tries=2"));
    ServeProcess gateway = serve(options.toArray(String[]::new));
    gateway.post("q", lines("a", 3));
    await()
        .atMost(LONGEST)
        .until(() -> gateway.get("/api/v1/queues/q").body().contains("\"retrying\":3"));

    long nanos = timeToEnd(gateway, "TERM");

    assertThat(gateway.exitCode()).isZero();
    assertThat(Duration.ofNanos(nanos)).isLessThan(seconds(20));
    assertThat(gateway.log()).contains("reason=retries-are-due-later").contains("kept=3 lost=0");
    Typed listed =
        Typed.command(
            "spill", "list", "--lane", "normal-carried", directory.resolve("data").toString());
    assertThat(listed.out()).contains("  a0  normal  accepted ").contains("  tries 1  reason: ");
  }

  @Test
  void sigterm_memoryThatTheDiskDoesNotTake_tellsExactlyHowMuchIsLost() throws Exception {
    List<String> limited = List.of("sh", "-c", "ulimit -f 4096; exec \"$@\"", "sh"); // 2 MiB
    List<String> options = new ArrayList<>(List.of(queue("overflow", AWAY, "100ms")));
    ServeProcess gateway = ServeProcess.start(directory, limited, options.toArray(String[]::new));
    open.add(gateway);
    SplittableRandom random = new SplittableRandom(7);
    for (int batch = 0; batch < 20; batch++) {
      assertThat(gateway.post("q", incompressible(random, batch)).statusCode()).isEqualTo(202);
    }

    timeToEnd(gateway, "TERM");

    assertThat(gateway.exitCode()).isEqualTo(5);
    Matcher told = LOST.matcher(gateway.log());
    assertThat(told.find()).as(gateway.log()).isTrue();
    long lost = Long.parseLong(told.group(1).replace(",", ""));
    assertThat(lost).isBetween(1L, 2_000L);
    Path delivered = directory.resolve("delivered");
    ServeProcess next = serve("queues.q.disk.mode=overflow", "queues.q.sink.path=" + delivered);
    assertThat(next.log()).contains("recovered=" + (2_000 - lost) + " ");
  }

  @Test
  void sigterm_requestUnderWayAndIdleConnections_answersTheOneAndDoesNotWaitForTheOthers()
      throws Exception {
    ServeProcess gateway = serve(queue("write-ahead", AWAY, "100ms"));
    gateway.command("/api/v1/queues/q/circuit-breaker/open");
    URI url = URI.create(gateway.url());
    for (int connection = 0; connection < 20; connection++) {
      Socket idle = new Socket(url.getHost(), url.getPort());
      open.add(idle);
      if (connection % 2 == 0) {
        idle.getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int request = 0; request < 50; request++) {
      answers.add(gateway.postLater("q", lines("r" + request + "-", 20)));
    }
    answers.get(0).get(LONGEST.toSeconds(), TimeUnit.SECONDS);

    long nanos = timeToEnd(gateway, "TERM");

    assertThat(gateway.exitCode()).isZero();
    assertThat(Duration.ofNanos(nanos)).isLessThan(seconds(15));
    long accepted = 0;
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      // a request that had not begun may find nobody listening
      int status =
          answer
              .handle((response, failure) -> response == null ? 0 : response.statusCode())
              .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
      accepted += status == 202 ? 20 : 0;
    }
    assertThat(gateway.log()).contains("event=gateway-stopped kept=" + accepted + " lost=0");
  }

  private String[] queue(String mode, String sink, String drain) {
    return new String[] {
      "queues.q.disk.mode=" + mode,
      "queues.q.sink.type=http",
      "queues.q.sink.url=" + sink,
      "queues.q.sink.timeout=5m",
      "shutdown.drain=" + drain
    };
  }

  private ServeProcess serve(String... options) throws IOException {
    ServeProcess gateway = ServeProcess.start(directory, options);
    open.add(gateway);
    return gateway;
  }

  private static long timeToEnd(ServeProcess gateway, String signal) throws Exception {
    long startedNanos = System.nanoTime();
    gateway.signal(signal);
    gateway.exitCode();
    return System.nanoTime() - startedNanos;
  }

  private static void awaitBatchOut(ServeProcess gateway) {
    await()
        .atMost(LONGEST)
        .until(() -> gateway.get("/api/v1/queues/q").body().contains("\"inFlight\":1"));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String lines(String prefix, int count) {
    StringBuilder lines = new StringBuilder();
    for (int number = 0; number < count; number++) {
      lines.append("{\"id\":\"").append(prefix).append(number).append("\"}\n");
    }
    return lines.toString();
  }

  private static String incompressible(SplittableRandom random, int batch) {
    StringBuilder lines = new StringBuilder();
    byte[] noise = new byte[3_000];
    for (int number = 0; number < 100; number++) {
      random.nextBytes(noise);
      lines.append("{\"id\":\"").append(batch).append('-').append(number).append("\",\"data\":\"");
      lines.append(Base64.getEncoder().encodeToString(noise)).append("\"}\n");
    }
    return lines.toString();
  }

  /** A service that answers with {@code status}. */
  private String sink(int status) throws IOException {
    return sink(new CompletableFuture<>(), status, true);
  }

  /** A service that takes a batch and never answers. */
  private String hungSink() throws IOException {
    return sink(new CompletableFuture<>(), 200, false);
  }

  private String sink(CompletableFuture<Void> closing, int status, boolean answers)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (!answers) {
            closing.join();
          }
          exchange.sendResponseHeaders(status, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            body.flush();
          }
        });
    server.start();
    open.add(
        () -> {
          closing.complete(null);
          server.stop(0);
          threads.shutdownNow();
        });
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }
}
