package dev.spillway.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a request, as {@code application/problem+json} (RFC 9457) shows it. Immutable.
 *
 * @param type what kind of problem, as the end of its URI
 * @param members what a program can act on, beside the standard members
 * @param headers to be sent with it
 */
record Problem(
    int status,
    String type,
    String title,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:spillway:problem:";

  static Problem of(int status, String type, String title, String detail) {
    return new Problem(status, type, title, detail, Map.of(), Map.of());
  }

  static Problem badRequest(String type, String title, String detail) {
    return of(400, type, title, detail);
  }

  static Problem bodyTooLarge(long maxBytes) {
    return of(
            413,
            "body-too-large",
            "The body is too large",
            "a body must have at most " + maxBytes + " bytes; send it in parts")
        .with("limit", maxBytes);
  }

  static Problem bodyTooSlow(int leastBytesPerSecond) {
    return of(
        408,
        "body-too-slow",
        "The body came too slowly",
        "a body must come with at least " + leastBytesPerSecond + " bytes a second");
  }

  /** The server has no memory for this request now. */
  static Problem busy() {
    return of(
            503,
            "busy",
            "The server is busy",
            "the bodies of other requests take all the memory that is meant for them")
        .header("Retry-After", "1");
  }

  static Problem tooManyStreams(int most) {
    return of(
            503,
            "too-many-streams",
            "Too many clients listen",
            "at most " + most + " clients are told of events at once; close one, or try again")
        .header("Retry-After", "5");
  }

  static Problem unknownQueue(String name, List<String> known) {
    return of(
            404,
            "unknown-queue",
            "There is no such queue",
            "queue must be one of " + String.join(", ", known) + ": queue=" + name)
        .with("queue", name)
        .with("queues", known);
  }

  Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, type, title, detail, more, headers);
  }

  Problem header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, type, title, detail, members, more);
  }

  /** The members in the order in which they are written. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", TYPE_PREFIX + type);
    json.put("title", title);
    json.put("status", status);
    json.put("detail", detail);
    json.putAll(members);
    return json;
  }
}
