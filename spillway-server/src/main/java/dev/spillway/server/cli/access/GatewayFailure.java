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
  /** What to say of an answer without a problem's words. */
  public static final String FOREIGN_ANSWER = "(no words of a gateway; is --url right?)";

  /** Java's words; there are no types for these. */
  private static final Pattern NOT_HTTP = Pattern.compile("status line, receiving \\[(?!HTTP)");

  private static final Pattern NOT_TLS = Pattern.compile("[Uu]nrecognized SSL message");
  private static final Pattern OTHER_NAME = Pattern.compile("subject alternative|No name matching");
  private static final Pattern UNKNOWN_AUTHORITY =
      Pattern.compile("unable to find valid certification path");

  /** What {@code failure} of a call to {@code url} means. */
  public static GatewayFailure of(String url, IOException failure) {
    String message = messageOf(failure);
    if (NOT_TLS.matcher(message).find()) {
      return new GatewayFailure(url + " does not speak TLS; its URL begins with http:", true);
    }
    if (failure instanceof SSLException) {
      return new GatewayFailure("cannot trust " + url + distrust(message), true);
    }
    if (NOT_HTTP.matcher(message).find()) {
      return new GatewayFailure(
          url + " does not answer with HTTP; if it speaks TLS, its URL begins with https:", true);
    }
    return new GatewayFailure("cannot reach " + url + " (" + message + ")", false);
  }

  private static String distrust(String message) {
    if (OTHER_NAME.matcher(message).find()) {
      return " (" + message + "); the certificate is for other names; --url must have one of them";
    }
    if (UNKNOWN_AUTHORITY.matcher(message).find()) {
      return " (nobody trusted here signed its certificate); name those to trust with --ca";
    }
    return " (" + message + ")";
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
