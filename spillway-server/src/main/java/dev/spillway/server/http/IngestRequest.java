package dev.spillway.server.http;

import dev.spillway.Durability;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a request to take events asks for, before its body is read.
 *
 * @param json whether records are JSON; else every line is an event as it is
 * @param atLeast the promise that it asks for
 */
record IngestRequest(boolean json, Durability atLeast) {
  private static final String NDJSON = "application/x-ndjson";
  private static final String TEXT = "text/plain";
  private static final String DURABILITY = "durability";

  /** Reads headers and query; a mistake in them is told before any of the body is read. */
  static IngestRequest of(Exchange exchange, int maxBodyBytes) throws ProblemException {
    Durability atLeast = durability(exchange);
    boolean json = isJson(exchange);
    if (exchange.request().getLength() > maxBodyBytes) {
      throw new ProblemException(Problem.bodyTooLarge(maxBodyBytes));
    }
    return new IngestRequest(json, atLeast);
  }

  private static Durability durability(Exchange exchange) throws ProblemException {
    String value = exchange.query(List.of(DURABILITY)).getValue(DURABILITY);
    if (value == null) {
      return Durability.VOLATILE;
    }
    for (Durability durability : Durability.values()) {
      if (durability.token().equals(value)) {
        return durability;
      }
    }
    throw Exchange.badQuery("durability must be durable or volatile: durability=" + value);
  }

  private static boolean isJson(Exchange exchange) throws ProblemException {
    String encoding = exchange.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          unsupported("Content-Encoding must be identity: Content-Encoding=" + encoding)
              .header(HttpHeader.ACCEPT_ENCODING.asString(), "identity"));
    }
    String type = exchange.header("Content-Type");
    String mediaType = mediaType(type);
    boolean json = mediaType.equals(NDJSON);
    if (!json && !mediaType.equals(TEXT)) {
      throw unsupportedType(type);
    }
    if (json && !isUtf8(type)) {
      throw new ProblemException(
          unsupported("charset must be utf-8 for " + NDJSON + ": Content-Type=" + type));
    }
    return json;
  }

  private static ProblemException unsupportedType(@Nullable String type) {
    return new ProblemException(
        unsupported(
                "Content-Type must be one of "
                    + NDJSON
                    + ", "
                    + TEXT
                    + ": Content-Type="
                    + (type == null ? "" : type))
            .header(HttpHeader.ACCEPT.asString(), NDJSON + ", " + TEXT));
  }

  private static Problem unsupported(String detail) {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
  }

  private static String mediaType(@Nullable String type) {
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isUtf8(@Nullable String type) {
    if (type == null) {
      return true;
    }
    String lower = type.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
    int charset = lower.indexOf(";charset=");
    return charset < 0 || lower.startsWith("utf-8", charset + ";charset=".length());
  }
}
