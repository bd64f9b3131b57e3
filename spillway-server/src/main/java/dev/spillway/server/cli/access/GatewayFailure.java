package dev.spillway.server.cli.access;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why no answer came from a gateway.
 *
 * @param told in words
 * @param lasting whether another try would end as this one did
 */
public record GatewayFailure(String told, boolean lasting) {
  /** Java's words for an answer that is none; there is no type for it. */
  private static final Pattern NOT_HTTP = Pattern.compile("status line, receiving \\[(?!HTTP)");

  /** What {@code failure} of a call to {@code url} means. */
  public static GatewayFailure of(String url, IOException failure) {
    String message = messageOf(failure);
    if (failure instanceof SSLException) {
      return new GatewayFailure(
          "cannot trust " + url + " (" + message + "); " + adviceOn(message), true);
    }
    if (NOT_HTTP.matcher(message).find()) {
      return new GatewayFailure(
          url + " does not answer with HTTP; if it speaks TLS, its URL begins with https:", true);
    }
    return new GatewayFailure("cannot reach " + url + " (" + message + ")", false);
  }

  /** Java's words for a name that does not match; there is no type for it. */
  private static String adviceOn(String message) {
    boolean otherName =
        message.contains("subject alternative") || message.contains("No name matching");
    return otherName
        ? "the certificate is for other names; --url must have one of them"
        : "name the certificates to trust with --ca";
  }

  private static String messageOf(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "nobody knows this host";
      }
    }
    String message = failure.getMessage();
    if (message != null) {
      return message.replaceAll("\\p{Cntrl}", "?"); // it may have what came instead of an answer
    }
    return failure instanceof ConnectException
        ? "connection refused"
        : failure.getClass().getSimpleName();
  }
}
