package dev.spillway.server.http;

import dev.spillway.Durability;
import dev.spillway.server.ingest.BodyFormat;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a request to take events asks for, before its body is read.
 *
 * @param format how the body holds its records, once it is decompressed
 * @param atLeast the promise that it asks for
 */
record IngestRequest(BodyFormat format, ContentCoding coding, Durability atLeast) {
  private static final String DURABILITY = "durability";

  /** Reads headers and query; a mistake in them is told before any of the body is read. */
  static IngestRequest of(Exchange exchange, int maxBodyBytes) throws ProblemException {
    Durability atLeast = durability(exchange);
    ContentCoding coding = coding(exchange);
    BodyFormat format = format(exchange);
    if (exchange.request().getLength() > maxBodyBytes) {
      throw new ProblemException(Problem.bodyTooLarge(maxBodyBytes));
    }
    return new IngestRequest(format, coding, atLeast);
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

  private static ContentCoding coding(Exchange exchange) throws ProblemException {
    String header = exchange.header("Content-Encoding");
    ContentCoding coding = ContentCoding.named(header);
    if (coding == null) {
      throw new ProblemException(
          unsupported(
                  "Content-Encoding must be one of "
                      + ContentCoding.ACCEPTED
                      + ": Content-Encoding="
                      + header)
              .header(HttpHeader.ACCEPT_ENCODING.asString(), ContentCoding.ACCEPTED));
    }
    return coding;
  }

  private static BodyFormat format(Exchange exchange) throws ProblemException {
    String version = exchange.header("ce-specversion");
    if (version != null) {
      throw new ProblemException(
          unsupported(
              "a CloudEvent must be sent in structured mode, as "
                  + BodyFormat.CLOUDEVENT.mediaType()
                  + ": ce-specversion="
                  + version));
    }
    String type = exchange.header("Content-Type");
    BodyFormat format = BodyFormat.named(mediaType(type));
    if (format == null) {
      String known = String.join(", ", BodyFormat.mediaTypes());
      throw new ProblemException(
          unsupported(
                  (type == null ? "Content-Type is missing; it " : "Content-Type ")
                      + "must be one of "
                      + known
                      + (type == null ? "" : ": Content-Type=" + type))
              .header(HttpHeader.ACCEPT.asString(), known));
    }
    if (format != BodyFormat.TEXT && !isUtf8(type)) {
      throw new ProblemException(
          unsupported(
              "charset must be utf-8 for " + format.mediaType() + ": Content-Type=" + type));
    }
    return format;
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
