package dev.spillway.server.sink;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.server.config.CircuitConfig;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.server.json.JsonBuffer;
import dev.spillway.time.TimeSource;
import dev.spillway.yaml.Passwords;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * POSTs each batch as {@code application/x-ndjson} and reads what became of it. Thread-safe.
 *
 * <p>With several endpoints, each has a circuit of its own; one that is alone is called whenever
 * the dispatcher wants it.
 */
final class HttpSink implements EndpointSink {
  /** An answer that refuses events needs about this much for each of them, ids apart. */
  private static final int ANSWER_BYTES_PER_EVENT = 8 << 10;

  private static final int ANSWER_BYTES = 64 << 10;
  private static final int MAX_ANSWER_BYTES = 8 << 20;

  /** An endpoint a hundred times slower than another is tried again after 23 s. */
  private static final Duration LATENCY_DECAY = Duration.ofSeconds(5);

  private final HttpClient client;
  private final SinkConfig.Http config;
  private final TimeSource time;
  private final EventWriter writer;
  private final AnswerReader answers;
  private final EndpointChoice choice;

  HttpSink(SinkConfig.Http config, CircuitConfig circuit, String queue, TimeSource time) {
    this.config = config;
    this.time = time;
    this.writer = EventWriter.of(config.format());
    this.answers = new AnswerReader(queue, time);
    List<HttpEndpoint> endpoints = new ArrayList<>();
    for (URI url : config.urls()) {
      endpoints.add(
          endpoint(
              url,
              config.urls().size() == 1
                  ? null
                  : Circuits.of(queue + " " + Passwords.hidden(url.toString()), circuit, time)));
    }
    this.choice = new EndpointChoice(endpoints, time.nanoTime());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .build();
  }

  private HttpEndpoint endpoint(URI url, @Nullable CircuitBreaker circuit) {
    long nowNanos = time.nanoTime();
    PeakLatency latency = new PeakLatency(LATENCY_DECAY.toNanos(), nowNanos);
    return new HttpEndpoint(url, circuit, latency, nowNanos);
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    JsonBuffer body = new JsonBuffer(64 << 10);
    writer.writeAll(batch, body);
    HttpDelivery.Call post =
        new HttpDelivery.Call() {
          @Override
          public CompletionStage<SinkResult> to(HttpEndpoint endpoint) {
            return call(endpoint.url(), body, batch);
          }

          @Override
          public boolean isOnTime() {
            return HttpSink.this.isOnTime(batch);
          }
        };
    return new HttpDelivery(choice, time, post).start();
  }

  private boolean isOnTime(BatchView batch) {
    long nowMillis = time.epochMillis();
    for (int index = 0; index < batch.size(); index++) {
      if (batch.event(index).isExpiredAt(nowMillis)) {
        return false;
      }
    }
    return true;
  }

  private CompletionStage<SinkResult> call(URI url, JsonBuffer body, BatchView batch) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(url);
    config.headers().forEach(builder::header);
    HttpRequest request =
        builder
            .header("Content-Type", "application/x-ndjson")
            .header("User-Agent", "spillway")
            .POST(BodyPublishers.ofByteArray(body.array(), 0, body.size()))
            .build();
    CompletableFuture<HttpResponse<BoundedBody>> exchange = send(request, batch.size());
    return exchange
        .copy()
        .orTimeout(config.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .thenApply(response -> answers.read(response, batch))
        .exceptionally(
            failure -> {
              exchange.cancel(true); // gives the connection up after a time-out
              return failed(url, failure);
            });
  }

  private CompletableFuture<HttpResponse<BoundedBody>> send(HttpRequest request, int events) {
    try {
      return client.sendAsync(request, BoundedBody.handler(answerBytes(events)));
    } catch (RuntimeException e) { // it must not look as if the call were still under way
      return CompletableFuture.failedFuture(e);
    }
  }

  private static int answerBytes(int events) {
    return (int) Math.min(MAX_ANSWER_BYTES, ANSWER_BYTES + (long) events * ANSWER_BYTES_PER_EVENT);
  }

  private SinkResult failed(URI url, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String what =
        cause instanceof TimeoutException
            ? "no answer within " + config.timeout().toMillis() + " ms"
            : ForeignText.shown(String.valueOf(cause));
    return new SinkResult.EndpointFailed(
        categoryOf(cause), Passwords.hidden(url.toString()) + ": " + what, Duration.ZERO);
  }

  private static ErrorCategory categoryOf(@Nullable Throwable cause) {
    if (cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnresolvedAddressException) {
      return ErrorCategory.CONNECT;
    }
    return cause instanceof TimeoutException ? ErrorCategory.TIMEOUT : ErrorCategory.OTHER;
  }

  @Override
  public List<EndpointFigures> endpoints() {
    return choice.endpoints().stream().map(HttpEndpoint::figures).toList();
  }

  /** The client lets go of its connections once nothing refers to it. */
  @Override
  public void close() {}
}
