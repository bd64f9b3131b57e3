package dev.spillway.server.cli.send;

import dev.spillway.Headers;
import dev.spillway.server.cli.access.GatewayFailure;
import dev.spillway.server.cli.send.Answer.Refusal;
import dev.spillway.server.cli.terminal.Terminal;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Understands the gateway's answers. Stateless. */
final class AnswerReader {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long DEFAULT_RETRY_MILLIS = 1_000;
  private static final int ACCEPTED = 202;
  private static final int TOO_LARGE = 413;
  private static final int QUOTA = 429;
  private static final int SERVER_ERROR = 500;

  /** A proxy says so, too, of a gateway that starts again. */
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  private AnswerReader() {}

  static Answer read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode body = bodyOf(response.body());
    if (status == ACCEPTED || body.path("refused").isArray()) {
      return new Answer.Taken(
          body.path("accepted").asInt(0),
          body.path("durability").asString(""),
          refusals(body.path("refused")),
          throttleMillis(response.headers()));
    }
    if (status == QUOTA || PASSING.contains(status) || (status >= SERVER_ERROR && isOurs(body))) {
      return new Answer.Overloaded(
          retryAfterMillis(response.headers()), (status + " " + message(body)).strip());
    }
    int line = body.path("line").asInt(0);
    return status == TOO_LARGE
        ? new Answer.TooLarge(line, message(body))
        : new Answer.Rejected(status, line, message(body));
  }

  private static JsonNode bodyOf(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  private static List<Refusal> refusals(JsonNode list) {
    List<Refusal> refusals = new ArrayList<>();
    for (JsonNode one : list) {
      refusals.add(
          new Refusal(
              one.path("index").asInt(-1),
              one.path("reason").asString("unknown"),
              one.path("retryAfterMillis").asLong(0)));
    }
    return refusals;
  }

  private static long throttleMillis(HttpHeaders headers) {
    try {
      return Math.max(0, headers.firstValueAsLong(Headers.THROTTLE_MILLIS).orElse(0));
    } catch (NumberFormatException e) {
      return 0; // advice that nobody understands
    }
  }

  private static long retryAfterMillis(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .map(AnswerReader::secondsToMillis)
        .orElse(DEFAULT_RETRY_MILLIS);
  }

  private static long secondsToMillis(String seconds) {
    try {
      return Math.max(0, Math.multiplyExact(Long.parseLong(seconds.strip()), MILLIS_PER_SECOND));
    } catch (NumberFormatException | ArithmeticException e) {
      return DEFAULT_RETRY_MILLIS;
    }
  }

  private static boolean isOurs(JsonNode body) {
    return body.path("title").isString();
  }

  /** The problem's own words (RFC 9457). */
  private static String message(JsonNode body) {
    if (!isOurs(body)) {
      return GatewayFailure.FOREIGN_ANSWER;
    }
    String title = body.path("title").asString("");
    String detail = body.path("detail").asString("");
    String text = title.isEmpty() || detail.isEmpty() ? title + detail : title + ": " + detail;
    return Terminal.printable(text);
  }
}
