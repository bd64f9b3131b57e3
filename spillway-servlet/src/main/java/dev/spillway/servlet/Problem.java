package dev.spillway.servlet;

import dev.spillway.Headers;
import dev.spillway.Reason;
import dev.spillway.Refused;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not served, as {@code application/problem+json} (RFC 9457). Immutable.
 *
 * @param token the end of the problem's type
 * @param title the same for all of one type
 * @param members further members as JSON, each with a comma before it
 * @param retryAfter when to come back; null if that does not help
 */
record Problem(
    int status, String token, String title, String members, @Nullable Duration retryAfter) {
  /** What a refusal looks like. */
  static Problem of(Refused decision) {
    Reason reason = decision.reason();
    Duration wait = reason.isRetryable() ? decision.retryAfter() : null;
    String detail =
        wait == null
            ? "it could not be worked on within the time that its caller waits"
            : "the request was refused; send it again after " + seconds(wait) + " s";
    String again = wait == null ? "" : ",\"retryAfterMillis\":" + wait.toMillis();
    String members = member("detail", detail) + member("reason", reason.token()) + again;
    return new Problem(
        HttpServletResponse.SC_SERVICE_UNAVAILABLE, "shed", "The request was shed", members, wait);
  }

  static Problem of(InvalidHeaderException invalid) {
    return new Problem(
        HttpServletResponse.SC_BAD_REQUEST,
        "invalid-header",
        "A header is invalid",
        member("detail", String.valueOf(invalid.getMessage())) + member("header", invalid.header()),
        null);
  }

  private static String member(String name, String value) {
    return ",\"" + name + "\":\"" + escaped(value) + "\"";
  }

  /** In whole seconds, rounded up, and at least one. */
  private static long seconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int index = 0; index < text.length(); index++) {
      char c = text.charAt(index);
      if (c < ' ' || c == '"' || c == '\\') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The whole answer; what was buffered before it is thrown away. */
  void send(HttpServletResponse response) throws IOException {
    response.resetBuffer();
    response.setStatus(status);
    if (retryAfter != null) {
      response.setHeader("Retry-After", Long.toString(seconds(retryAfter)));
      response.setHeader(Headers.THROTTLE_MILLIS, Long.toString(retryAfter.toMillis()));
    }
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/problem+json");
    write(response, toJson());
  }

  private static void write(HttpServletResponse response, String json) throws IOException {
    ServletOutputStream out;
    try {
      out = response.getOutputStream();
    } catch (IllegalStateException e) { // a filter before has asked for the writer
      response.getWriter().write(json);
      return;
    }
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    out.write(body);
  }

  private String toJson() {
    return "{\"type\":\"urn:spillway:problem:"
        + token
        + "\",\"title\":\""
        + title
        + "\",\"status\":"
        + status
        + members
        + "}";
  }
}
