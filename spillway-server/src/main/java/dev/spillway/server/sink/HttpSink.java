package dev.spillway.server.sink;

import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.server.json.JsonBuffer;
import dev.spillway.time.TimeSource;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** POSTs each batch as {@code application/x-ndjson} and reads what became of it. Thread-safe. */
final class HttpSink implements Sink {
  /** An answer that refuses events needs about this much for each of them, ids apart. */
  private static final int ANSWER_BYTES_PER_EVENT = 8 << 10;

  private static final int ANSWER_BYTES = 64 << 10;
  private static final int MAX_ANSWER_BYTES = 8 << 20;

  private final HttpClient client;
  private final SinkConfig.Http config;
  private final EventWriter writer;
  private final AnswerReader answers;

  HttpSink(SinkConfig.Http config, String queue, TimeSource time) {
    this.config = config;
    this.writer = EventWriter.of(config.format());
    this.answers = new AnswerReader(queue, time);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .build();
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    JsonBuffer body = new JsonBuffer(64 << 10);
    writer.writeAll(batch, body);
    HttpRequest request =
        HttpRequest.newBuilder(config.url())
            .header("Content-Type", "application/x-ndjson")
            .header("User-Agent", "spillway")
            .POST(BodyPublishers.ofByteArray(body.array(), 0, body.size()))
            .build();
    CompletableFuture<HttpResponse<BoundedBody>> exchange =
        client.sendAsync(request, BoundedBody.handler(answerBytes(batch.size())));
    return exchange
        .copy()
        .orTimeout(config.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (response, failure) -> {
              if (failure == null) {
                return answers.read(response, batch);
              }
              exchange.cancel(true); // gives the connection up after a time-out
              return failed(failure);
            });
  }

  private static int answerBytes(int events) {
    return (int) Math.min(MAX_ANSWER_BYTES, ANSWER_BYTES + (long) events * ANSWER_BYTES_PER_EVENT);
  }

  private SinkResult failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String what =
        cause instanceof TimeoutException
            ? "no answer within " + config.timeout().toMillis() + " ms"
            : ForeignText.shown(String.valueOf(cause));
    return new SinkResult.EndpointFailed(
        categoryOf(cause), config.url() + ": " + what, Duration.ZERO);
  }

  private static ErrorCategory categoryOf(@Nullable Throwable cause) {
    if (cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnresolvedAddressException) {
      return ErrorCategory.CONNECT;
    }
    return cause instanceof TimeoutException ? ErrorCategory.TIMEOUT : ErrorCategory.OTHER;
  }

  /** The client lets go of its connections once nothing refers to it. */
  @Override
  public void close() {}
}
