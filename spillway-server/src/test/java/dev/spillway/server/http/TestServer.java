package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.TimeBucket;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.delivery.CallTimeFigures;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.queue.Account;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.security.Keyring;
import dev.spillway.time.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real server on a free port, with a client. */
final class TestServer implements AutoCloseable {
  static final HttpConfig CONFIG =
      new HttpConfig("127.0.0.1", 0, new BodyLimits(1 << 20, 10_000, 100_000));
  static final String NDJSON = "application/x-ndjson";
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final ManualTime time = new ManualTime(11);
  final HttpServer server;

  TestServer(ServedQueue... queues) {
    this(CONFIG, HttpLimits.forBodies(CONFIG.bodies().maxBytes()), queues);
  }

  TestServer(HttpConfig config, HttpLimits limits, ServedQueue... queues) {
    this(config, limits, FeedLimits.DEFAULT, queues);
  }

  TestServer(HttpConfig config, HttpLimits limits, FeedLimits feed, ServedQueue... queues) {
    this(config, new Terms(limits, feed, HttpServer.Protection.NONE), queues);
  }

  /** A server that asks for keys. */
  TestServer(HttpConfig config, Keyring keys, ServedQueue... queues) {
    this(config, new HttpServer.Protection(keys, null), queues);
  }

  TestServer(HttpConfig config, HttpServer.Protection protection, ServedQueue... queues) {
    this(
        config,
        new Terms(HttpLimits.forBodies(config.bodies().maxBytes()), FeedLimits.DEFAULT, protection),
        queues);
  }

  private TestServer(HttpConfig config, Terms terms, ServedQueue... queues) {
    AtomicInteger given = new AtomicInteger();
    HttpServer.Surroundings surroundings =
        new HttpServer.Surroundings(
            time, () -> "id-" + given.getAndIncrement(), terms.limits(), terms.protection());
    server = new HttpServer(config, List.of(queues), surroundings, terms.feed());
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.serving();
  }

  private record Terms(HttpLimits limits, FeedLimits feed, HttpServer.Protection protection) {}

  static ServedQueue served(EventQueue queue) {
    return served(queue, DiskMode.NONE);
  }

  static ServedQueue served(EventQueue queue, DiskMode mode) {
    QueueConfig config = TestQueues.queue(queue.name(), mode, TestQueues.classification());
    return served(config, queue, () -> null);
  }

  /** A queue without a dispatcher, whose sink has the trouble that the test says. */
  static ServedQueue served(
      QueueConfig config, EventQueue queue, Supplier<@Nullable String> trouble) {
    CircuitBreaker circuit = CircuitBreaker.builder(queue.name(), new ManualTime(5)).build();
    return new ServedQueue(
        config, queue, () -> new Delivery(trouble.get(), circuit), circuit, json -> {});
  }

  static Account account(EventQueue queue, Priority priority) {
    return Objects.requireNonNull(queue.figures().lanes().get(priority)).account();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpResponse<String> post(String path, String type, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  /** A connection that has sent {@code text}; the caller closes it. */
  Socket connected(String text) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      write(socket, text);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes back until the server has nothing to say for the moment or ends the connection. */
  static String readAnswer(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      while (!isWhole(answer.toString())) {
        int count = in.read(buffer);
        if (count < 0) {
          break;
        }
        answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
      return answer.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes back until the server ends the connection. */
  static String readToEnd(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWhole(String answer) {
    int head = answer.indexOf("\r\n\r\n");
    int length = answer.indexOf("Content-Length: ");
    if (head < 0 || length < 0) {
      return false;
    }
    int end = answer.indexOf('\r', length);
    int bytes = Integer.parseInt(answer.substring(length + "Content-Length: ".length(), end));
    return answer.substring(head + 4).getBytes(StandardCharsets.UTF_8).length >= bytes;
  }

  /** What comes back at first, up to {@code end}, when {@code text} is sent as it is. */
  String raw(String text, String end) {
    try (Socket socket = connected(text)) {
      StringBuilder answer = new StringBuilder();
      for (int next = socket.getInputStream().read();
          next >= 0 && answer.indexOf(end) < 0;
          next = socket.getInputStream().read()) {
        answer.append((char) next);
      }
      return answer.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes back when {@code text} is sent as it is. */
  String raw(String text) {
    try (Socket socket = connected(text)) {
      return readAnswer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes back when {@code text} is sent, until the server ends the connection. */
  String rawToEnd(String text) {
    try (Socket socket = connected(text)) {
      return readToEnd(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(1));
  }

  /** Figures of a dispatcher that has done nothing, but for what troubles its sink. */
  record Delivery(@Nullable String trouble, CircuitBreaker breaker) implements DeliveryFigures {
    @Override
    public long deliveries() {
      return 0;
    }

    @Override
    public long endpointFailures() {
      return 0;
    }

    @Override
    public long batchRefusals() {
      return 0;
    }

    @Override
    public Map<ErrorCategory, Long> errors() {
      return Map.of(ErrorCategory.SERVER_ERROR, 0L);
    }

    @Override
    public int inFlight() {
      return 0;
    }

    @Override
    public double deliveriesPerSecond() {
      return 0;
    }

    @Override
    public CallTimeFigures recentTimes() {
      return totalTimes();
    }

    @Override
    public CallTimeFigures totalTimes() {
      return new Times(0, 0, 0, 0, 0, 0, 0, 0, List.of());
    }

    @Override
    public CircuitFigures circuit() {
      return breaker.figures();
    }
  }

  private record Times(
      long count,
      long minNanos,
      long maxNanos,
      long meanNanos,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos,
      double totalNanos,
      List<TimeBucket> buckets)
      implements CallTimeFigures {}
}
