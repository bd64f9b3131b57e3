package dev.spillway.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.limit.Limiter;
import dev.spillway.limit.LimiterBuilder;
import dev.spillway.limit.LimiterFigures;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An application behind a filter in a real server, and a client. */
final class FilterRig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Limiter limiter;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private LimiterFilterBuilder settings;
  private final Container container;
  private final Map<String, Servlet> servlets = new TreeMap<>();
  private EnumSet<DispatcherType> types = EnumSet.allOf(DispatcherType.class);
  private boolean asyncServlets = true;
  private Container.@Nullable Running running;

  FilterRig(Container container, UnaryOperator<LimiterBuilder> limits) {
    this.container = container;
    limiter =
        limits.apply(Limiter.builder("test").slots(1).deadline(Duration.ofSeconds(10))).build();
    settings = LimiterFilter.builder(limiter);
  }

  FilterRig filter(UnaryOperator<LimiterFilterBuilder> change) {
    settings = change.apply(settings);
    return this;
  }

  FilterRig servlet(String path, Servlet servlet) {
    servlets.put(path, servlet);
    return this;
  }

  FilterRig mappedTo(EnumSet<DispatcherType> dispatches) {
    types = dispatches;
    return this;
  }

  FilterRig withoutAsyncServlets() {
    asyncServlets = false;
    return this;
  }

  FilterRig start() throws Exception {
    running = container.start(new Container.App(settings.build(), types, asyncServlets, servlets));
    return this;
  }

  private int port() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + "/app" + path);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> begin(String path, String... headers) {
    return client.sendAsync(request(path, headers), BodyHandlers.ofString());
  }

  /** The same over HTTP/2, so that the server hears of a client that goes. */
  CompletableFuture<HttpResponse<String>> beginHttp2(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).version(HttpClient.Version.HTTP_2).build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    for (int index = 0; index < headers.length; index += 2) {
      request.header(headers[index], headers[index + 1]);
    }
    return request.build();
  }

  /** A connection that has asked for {@code path}; the caller closes it. */
  Socket asking(String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    String head = "GET /app" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  void awaitWaiting(int count) {
    await().atMost(PATIENCE).until(() -> waiting(limiter.figures()) == count);
  }

  void awaitInFlight(int count) {
    await().atMost(PATIENCE).until(() -> limiter.figures().inFlight() == count);
  }

  /** In the end nobody waits, and every slot is idle. */
  void awaitRest() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              LimiterFigures figures = limiter.figures();
              assertThat(waiting(figures)).as("waiting").isZero();
              assertThat(figures.inFlight()).as("in flight").isZero();
              assertThat(figures.available()).as("available").isEqualTo(figures.limit());
              assertThat(figures.reclaimed()).as("reclaimed").isZero();
            });
  }

  private static int waiting(LimiterFigures figures) {
    return figures.waiting().values().stream().mapToInt(Integer::intValue).sum();
  }

  long admitted() {
    return limiter.figures().admitted().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
    limiter.close();
  }
}
