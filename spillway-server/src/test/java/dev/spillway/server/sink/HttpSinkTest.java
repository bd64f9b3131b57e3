package dev.spillway.server.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EndpointFailed;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.delivery.SinkResult.EventsRefused;
import dev.spillway.queue.BatchView;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.time.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSinkTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ManualTime time = new ManualTime(5);
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private URI url;
  private volatile Answer answer = exchange -> send(exchange, 200, "");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in");
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + body);
    answer.to(exchange);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void deliver_postsTheBatchAsLines() {
    assertThat(result(TestBatch.of("a", "b"))).isEqualTo(SinkResult.DELIVERED);

    assertThat(received)
        .containsExactly("POST application/x-ndjson {\"n\":\"üa\"}\n{\"n\":\"üb\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok",
        "{}",
        "[1,2]",
        "{\"refused\":7}",
        "{\"refused\":[]}",
        "{\"refused\":[{\"reason\":\"no id\"},\"x\"]}",
        "{\"refused\":[{\"id\":\"stranger\",\"reason\":\"who?\"}]}",
        "{\"refused\":[{\"id\":\"a\"",
      })
  void deliver_answeredBy2xxThatRefusesNoneOfTheBatch_isDelivered(String body) {
    answer = exchange -> send(exchange, 202, body);

    assertThat(result(TestBatch.of("a", "b"))).isEqualTo(SinkResult.DELIVERED);
  }

  @Test
  void deliver_answeredByRefusedIds_refusesEveryEventThatHasOne() {
    answer =
        exchange ->
            send(
                exchange,
                200,
                "{\"refused\":[{\"id\":\"b\",\"reason\":\"too\\nold\"},{\"id\":4711},{\"id\":\"x\"}]}");

    assertThat(result(TestBatch.of("a", "b", "4711", "b")))
        .isEqualTo(
            new EventsRefused(
                List.of(
                    new EventRefusal(1, "too old"),
                    new EventRefusal(2, "refused by the sink"),
                    new EventRefusal(3, "too old"))));
  }

  @Test
  void deliver_answeredByMoreJsonThanIsRead_failsForTheEndpoint() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          send(exchange, 200, "{\"refused\":[" + " ".repeat(1 << 20) + "]}");
        };

    assertThat(result(TestBatch.of("a")))
        .isEqualTo(
            new EndpointFailed(
                url + ": the answer is too long to tell what was refused: bytes=73728",
                Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "408, TIMEOUT",
    "429, OVERLOAD",
    "500, SERVER_ERROR",
    "503, SERVER_ERROR",
    "504, TIMEOUT"
  })
  void deliver_answeredByATroubledEndpoint_failsForIt(int status, ErrorCategory category) {
    answer = exchange -> send(exchange, status, "no\n\u0007way");

    assertThat(result(TestBatch.of("a")))
        .isEqualTo(
            new EndpointFailed(
                category, url + ": status " + status + ": no \\u0007way", Duration.ZERO));
  }

  @Test
  void deliver_answeredUnavailableForAWhile_isAnOverload() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          send(exchange, 503, "");
        };

    assertThat(result(TestBatch.of("a")))
        .isEqualTo(
            new EndpointFailed(
                ErrorCategory.OVERLOAD, url + ": status 503", Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0, 0",
    "60, 60",
    "61, 60",
    "99999999999999999999, 60",
    "soon, 0",
    "-5, 0",
  })
  void deliver_answeredByRetryAfterInSeconds_passesItOn(String value, long seconds) {
    assertThat(retryAfter(value)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void deliver_answeredByRetryAfterAsADate_passesTheWaitOn() {
    Instant now = Instant.ofEpochMilli(time.epochMillis());

    assertThat(retryAfter(httpDate(now.plusSeconds(50)))).isEqualTo(Duration.ofSeconds(50));
    assertThat(retryAfter(httpDate(now.minusSeconds(90)))).isEqualTo(Duration.ZERO);
  }

  private static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private Duration retryAfter(String value) {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", value);
          send(exchange, 429, "");
        };
    return ((EndpointFailed) result(TestBatch.of("a"))).retryAfter();
  }

  @Test
  void deliver_answeredByAnother4xx_refusesTheBatch() {
    answer = exchange -> send(exchange, 422, "x".repeat(5000));

    assertThat(result(TestBatch.of("a")))
        .isEqualTo(new SinkResult.BatchRefused(url + ": status 422: " + "x".repeat(200) + "…"));
  }

  @Test
  void deliver_answeredByARedirection_failsForTheEndpointAndSaysWhatToDo() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://example.org/");
          send(exchange, 302, "");
        };

    assertThat(result(TestBatch.of("a")))
        .isEqualTo(
            new EndpointFailed(
                url
                    + ": status 302, redirected to http://example.org/; set sink.url to the final"
                    + " place",
                Duration.ZERO));
  }

  @Test
  void deliver_toAnEndpointThatDoesNotSpeakHttp_quotesItEscaped() throws IOException {
    byte[] garbage =
        "\u001b[31mhi\u0007\u009b there\u202e\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/in");
      threads.execute(() -> answerOnce(socket, garbage));

      assertThat(result(TestBatch.of("a")))
          .isInstanceOfSatisfying(
              EndpointFailed.class,
              failed ->
                  assertThat(failed.reason())
                      .startsWith(url + ": java.")
                      .contains("\\u001b[31mhi\\u0007")
                      .matches("\\P{Cntrl}*"));
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    assertThat(length.find()).as(head.toString()).isTrue();
    in.readNBytes(Integer.parseInt(length.group(1)));
  }

  private static void answerOnce(ServerSocket server, byte[] bytes) {
    try (Socket socket = server.accept()) {
      readRequest(socket.getInputStream()); // a close with bytes unread would take ours back
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void deliver_toNobody_failsForTheEndpoint() {
    server.stop(0);

    assertThat(result(TestBatch.of("a")))
        .isInstanceOfSatisfying(
            EndpointFailed.class,
            failed -> {
              assertThat(failed.reason()).startsWith(url + ": java.net.ConnectException");
              assertThat(failed.category()).isEqualTo(ErrorCategory.CONNECT);
            });
  }

  @Test
  void deliver_toAnEndpointThatHangs_failsAfterTheTimeOut() {
    answer = exchange -> awaitEnd();

    assertThat(result(TestBatch.of("a"), Duration.ofMillis(100)))
        .isEqualTo(
            new EndpointFailed(
                ErrorCategory.TIMEOUT, url + ": no answer within 100 ms", Duration.ZERO));
  }

  @Test
  void deliver_toAnEndpointThatHangsWithinItsAnswer_failsAfterTheTimeOut() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaitEnd();
        };

    assertThat(result(TestBatch.of("a"), Duration.ofMillis(300)))
        .isEqualTo(
            new EndpointFailed(
                ErrorCategory.TIMEOUT, url + ": no answer within 300 ms", Duration.ZERO));
  }

  @Test
  void deliver_answeredByABodyThatBreaksOff_failsForTheEndpoint() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.close();
        };

    assertThat(result(TestBatch.of("a"))).isInstanceOf(EndpointFailed.class);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void deliver_withHeaders_sendsThem_andShowsNoQueryInWhatItTells() {
    List<String> headers = new CopyOnWriteArrayList<>();
    answer =
        exchange -> {
          headers.add(exchange.getRequestHeaders().getFirst("Authorization"));
          send(exchange, 500, "");
        };
    SinkConfig.Http config =
        new SinkConfig.Http(
            List.of(URI.create(url + "?token=sesame")),
            LONG,
            SinkConfig.Format.RAW,
            Map.of("Authorization", "Bearer open"));
    Sink sink = Sinks.open(config, TestQueues.circuit(), "q", time);

    SinkResult failed = sink.deliver(TestBatch.of("{}")).toCompletableFuture().join();

    assertThat(headers).containsExactly("Bearer open");
    assertThat(failed.toString()).doesNotContain("sesame");
    assertThat(config.toString()).doesNotContain("sesame").doesNotContain("open");
    sink.close();
  }

  private SinkResult result(BatchView batch) {
    return result(batch, LONG);
  }

  private SinkResult result(BatchView batch, Duration timeout) {
    Sink sink =
        Sinks.open(
            new SinkConfig.Http(List.of(url), timeout, SinkConfig.Format.RAW),
            TestQueues.circuit(),
            "q",
            time);
    try {
      return sink.deliver(batch).toCompletableFuture().join();
    } finally {
      sink.close();
    }
  }

  /** How the endpoint answers. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }
}
