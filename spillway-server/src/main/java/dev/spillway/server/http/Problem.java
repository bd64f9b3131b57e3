package dev.spillway.server.http;

import dev.spillway.Headers;
import dev.spillway.Refused;
import dev.spillway.server.http.connection.ClientConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a request, as {@code application/problem+json} (RFC 9457) shows it. Immutable.
 *
 * @param members what a program can act on, beside the standard members
 * @param headers to be sent with it
 */
record Problem(
    ProblemType type, String detail, Map<String, Object> members, Map<String, String> headers) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Map.of(), Map.of());
  }

  int status() {
    return type.status();
  }

  static Problem bodyTooLarge(long maxBytes) {
    return of(
            ProblemType.BODY_TOO_LARGE,
            "a body must have at most " + maxBytes + " bytes; send it in parts")
        .with("limit", maxBytes);
  }

  static Problem bodyTooSlow() {
    return of(
        ProblemType.BODY_TOO_SLOW,
        "a body must come with at least "
            + ClientConnection.LEAST_BYTES_PER_SECOND
            + " bytes a second, and with "
            + ClientConnection.HURRIED_BYTES_PER_SECOND
            + " while other bodies find no memory");
  }

  /** The server has no memory for this request now. */
  static Problem busy() {
    return of(
            ProblemType.BUSY,
            "the bodies of other requests take all the memory that is meant for them")
        .header("Retry-After", "1");
  }

  /** The request, whatever it is about, is not looked at. */
  static Problem shed(Refused decision) {
    long millis = decision.retryAfter().toMillis();
    boolean again = decision.reason().isRetryable();
    long seconds = Math.max(1, (millis + 999) / 1000);
    Problem problem =
        of(
                ProblemType.SHED,
                again
                    ? "more requests come than can be worked on; send it again after "
                        + seconds
                        + " s"
                    : "it could not be worked on within the time that its caller waits")
            .with("reason", decision.reason().token())
            .with("retryAfterMillis", millis)
            .header(Headers.THROTTLE_MILLIS, Long.toString(millis));
    return again ? problem.header("Retry-After", Long.toString(seconds)) : problem;
  }

  static Problem tooManyStreams(int most) {
    return of(
            ProblemType.TOO_MANY_STREAMS,
            "at most " + most + " clients are told of events at once; close one, or try again")
        .header("Retry-After", "5");
  }

  static Problem unknownQueue(String name, List<String> known) {
    return of(
            ProblemType.UNKNOWN_QUEUE,
            "queue must be one of " + String.join(", ", known) + ": queue=" + name)
        .with("queue", name)
        .with("queues", known);
  }

  Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(type, detail, more, headers);
  }

  Problem header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(type, detail, members, more);
  }

  /** The members in the order in which they are written. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type.uri());
    json.put("title", type.title());
    json.put("status", type.status());
    json.put("detail", detail);
    json.putAll(members);
    return json;
  }
}
