package dev.spillway.server.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of other sites out: a page can make its reader's browser call 127.0.0.1, directly
 * or under a name that it points there. Immutable.
 *
 * <p>While the server is bound to loopback, {@code Host} must name loopback. Whatever it is bound
 * to, a request that a browser marks as another site's is refused.
 */
final class SiteGuard {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
  private static final List<String> OWN_SITES = List.of("same-origin", "none");

  private final boolean onLoopback;

  /** A guard for a server that is bound to {@code host}. */
  SiteGuard(String host) {
    onLoopback = isLoopback(host) || isLoopback("[" + host + "]");
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  void check(Request request) throws ProblemException {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (onLoopback && (host == null || !isLoopback(withoutPort(host)))) {
      throw new ProblemException(
          Problem.of(
              ProblemType.FOREIGN_HOST,
              "Host must be localhost or a loopback address: Host=" + shown(host)));
    }
    String origin = request.getHeaders().get("Origin");
    if (origin != null && !isOwn(origin, request.isSecure() ? "https" : "http", host)) {
      throw new ProblemException(
          foreign("Origin must be this server's own: Origin=" + shown(origin)));
    }
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null && !OWN_SITES.contains(site)) {
      throw new ProblemException(
          foreign("Sec-Fetch-Site must be same-origin or none: Sec-Fetch-Site=" + shown(site)));
    }
  }

  private static Problem foreign(String detail) {
    return Problem.of(ProblemType.FOREIGN_SITE, detail);
  }

  /** A page that came by another scheme is another site, although the host is the same. */
  private static boolean isOwn(String origin, String scheme, @Nullable String host) {
    return origin.equalsIgnoreCase(scheme + "://" + host);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static String shown(@Nullable String value) {
    return value == null ? "" : value.length() > 80 ? value.substring(0, 80) + "…" : value;
  }
}
