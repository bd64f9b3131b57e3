package dev.spillway.server.sink;

import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.queue.BatchView;
import dev.spillway.time.TimeSource;
import dev.spillway.yaml.Passwords;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides what an endpoint's answer means for a batch. Thread-safe.
 *
 * <pre>
 *   2xx                          all delivered, but for the events that the body refuses
 *   408, 429, 5xx                the endpoint failed, for as long as Retry-After says
 *   3xx, 1xx                     the endpoint failed: it is somewhere else, or not what was meant
 *   other 4xx                    the batch is refused
 * </pre>
 */
final class AnswerReader {
  private static final Logger LOGGER = System.getLogger(AnswerReader.class.getName());

  /** As long as a dispatcher will wait because it was asked to; longer ones are cut down. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final String queue;
  private final TimeSource time;
  private final AtomicBoolean strangersTold = new AtomicBoolean();

  AnswerReader(String queue, TimeSource time) {
    this.queue = queue;
    this.time = time;
  }

  SinkResult read(HttpResponse<BoundedBody> response, BatchView batch) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return taken(response, batch);
    }
    String reason = Passwords.hidden(response.uri().toString()) + ": status " + status;
    if (status >= 300 && status < 400) {
      String location = response.headers().firstValue("Location").orElse("nowhere");
      return new SinkResult.EndpointFailed(
          reason
              + ", redirected to "
              + ForeignText.shown(Passwords.hidden(location))
              + "; set sink.url to the final place",
          Duration.ZERO);
    }
    reason += bodyOf(response);
    if (status == 408 || status == 429 || status >= 500 || status < 200) {
      Duration wait = retryAfter(response);
      return new SinkResult.EndpointFailed(categoryOf(status, wait), reason, wait);
    }
    return new SinkResult.BatchRefused(reason);
  }

  /** An endpoint that is unavailable and knows for how long is busy, not broken. */
  private static ErrorCategory categoryOf(int status, Duration retryAfter) {
    if (status == 429 || (status == 503 && !retryAfter.isZero())) {
      return ErrorCategory.OVERLOAD;
    }
    if (status == 408 || status == 504) {
      return ErrorCategory.TIMEOUT;
    }
    return status >= 500 ? ErrorCategory.SERVER_ERROR : ErrorCategory.OTHER;
  }

  private SinkResult taken(HttpResponse<BoundedBody> response, BatchView batch) {
    Map<String, String> refused = RefusedEvents.of(response.body().bytes());
    if (!response.body().isWhole() && isJson(response)) {
      return new SinkResult.EndpointFailed(
          Passwords.hidden(response.uri().toString())
              + ": the answer is too long to tell what was refused: bytes="
              + response.body().bytes().length,
          Duration.ZERO);
    }
    if (refused.isEmpty()) {
      return SinkResult.DELIVERED;
    }
    List<EventRefusal> refusals = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int index = 0; index < batch.size(); index++) {
      String id = batch.event(index).id();
      String reason = refused.get(id);
      if (reason != null) {
        refusals.add(new EventRefusal(index, ForeignText.shown(reason)));
        known.add(id);
      }
    }
    tellOfStrangers(refused.size() - known.size());
    return refusals.isEmpty() ? SinkResult.DELIVERED : new SinkResult.EventsRefused(refusals);
  }

  private void tellOfStrangers(int count) {
    if (count > 0 && !strangersTold.getAndSet(true)) {
      LOGGER.log(
          Level.WARNING,
          "event=unknown-ids-refused queue="
              + queue
              + " count="
              + count
              + " note=\"the sink refuses ids that were not in the batch; told once\"");
    }
  }

  private static boolean isJson(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("").contains("json");
  }

  /** What {@code Retry-After} says, in seconds or as a date; zero when it says nothing. */
  private Duration retryAfter(HttpResponse<?> response) {
    String value = response.headers().firstValue("Retry-After").orElse("").strip();
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    if (value.matches("[0-9]+")) {
      return value.length() > 9 ? LONGEST_WAIT : atMost(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      long millis =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli();
      return atMost(Duration.ofMillis(Math.max(0, millis - time.epochMillis())));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static String bodyOf(HttpResponse<BoundedBody> response) {
    byte[] bytes = response.body().bytes();
    String text =
        ForeignText.shown(
            new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.UTF_8));
    return text.isEmpty() ? "" : ": " + text;
  }
}
