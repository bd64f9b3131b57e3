package dev.spillway.server.sink;

import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.SinkResult;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of one batch: to an endpoint, and to the next when that one fails, until one has
 * answered or each was called once. Its steps follow one another.
 */
final class HttpDelivery {
  private final EndpointChoice choice;
  private final TimeSource time;
  private final Call call;
  private final CompletableFuture<SinkResult> answer = new CompletableFuture<>();
  private final Set<HttpEndpoint> tried = Collections.newSetFromMap(new IdentityHashMap<>());
  private SinkResult.@Nullable EndpointFailed failed;

  HttpDelivery(EndpointChoice choice, TimeSource time, Call call) {
    this.choice = choice;
    this.time = time;
    this.call = call;
  }

  /** Posts the batch once. */
  interface Call {
    /** Never fails: whatever goes wrong is a result. */
    CompletionStage<SinkResult> to(HttpEndpoint endpoint);

    /** Whether no event's deadline has passed; else the dispatcher must look at the batch again. */
    boolean isOnTime();
  }

  CompletionStage<SinkResult> start() {
    next();
    return answer;
  }

  private void next() {
    long startNanos = time.nanoTime();
    EndpointChoice.Chosen chosen = choice.next(tried, startNanos);
    if (chosen == null) {
      answer.complete(failed == null ? nobody(startNanos) : failed);
      return;
    }
    HttpEndpoint endpoint = chosen.endpoint();
    tried.add(endpoint);
    call.to(endpoint)
        .thenAccept(
            result -> {
              long nowNanos = time.nanoTime();
              endpoint.end(chosen.permit(), result, startNanos, nowNanos);
              if (result instanceof SinkResult.EndpointFailed failure) {
                failed = failed == null ? failure : both(failed, failure);
                goOn(failed);
              } else {
                answer.complete(result);
              }
            });
  }

  private void goOn(SinkResult.EndpointFailed soFar) {
    if (call.isOnTime()) {
      next();
    } else {
      answer.complete(soFar);
    }
  }

  /** The shorter wait counts, because one endpoint is enough. */
  private static SinkResult.EndpointFailed both(
      SinkResult.EndpointFailed one, SinkResult.EndpointFailed other) {
    Duration wait =
        one.retryAfter().compareTo(other.retryAfter()) < 0 ? one.retryAfter() : other.retryAfter();
    return new SinkResult.EndpointFailed(
        one.category() == ErrorCategory.OVERLOAD ? other.category() : one.category(),
        one.reason() + "; " + other.reason(),
        wait);
  }

  private SinkResult nobody(long nowNanos) {
    long untilNanos = choice.untilCallNanos(nowNanos);
    return new SinkResult.EndpointFailed(
        ErrorCategory.OVERLOAD, // they are left alone, each as long as its own circuit says
        "none of "
            + choice.endpoints().size()
            + " endpoints takes calls now; the last one failed with "
            + lastTrouble(),
        untilNanos == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(untilNanos));
  }

  private String lastTrouble() {
    String last = "nothing yet";
    for (HttpEndpoint endpoint : choice.endpoints()) {
      String trouble = endpoint.figures().trouble();
      last = trouble == null ? last : trouble;
    }
    return last;
  }
}
