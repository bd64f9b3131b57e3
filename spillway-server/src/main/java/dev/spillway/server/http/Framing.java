package dev.spillway.server.http;

import dev.spillway.Headers;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * Refuses what Jetty lets pass and a proxy before this server may understand otherwise (RFC 9112,
 * sections 6.1 and 11.2): where a body ends, and which path is meant, must have one answer.
 */
final class Framing {
  /** They say what the bytes of a body mean, and how much they matter. */
  private static final List<String> DECISIVE =
      List.of(
          HttpHeader.CONTENT_TYPE.asString(),
          HttpHeader.CONTENT_ENCODING.asString(),
          Headers.PRIORITY);

  private Framing() {}

  static void check(Request request) throws ProblemException {
    String coding = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
    if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
      throw ambiguous("Transfer-Encoding must be chunked: Transfer-Encoding=" + shown(coding));
    }
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    if (coding != null && version != HttpVersion.HTTP_1_1) {
      throw ambiguous("Transfer-Encoding must not be used before HTTP/1.1: version=" + version);
    }
    for (String decisive : DECISIVE) {
      if (request.getHeaders().getValuesList(decisive).size() > 1) {
        throw ambiguous(decisive + " must be given once");
      }
    }
    String path = request.getHttpURI().getPath();
    if (path != null && path.indexOf(';') >= 0) {
      throw ambiguous("a path must have no parameters: path=" + shown(path));
    }
  }

  private static ProblemException ambiguous(String detail) {
    return new ProblemException(
        Problem.of(ProblemType.AMBIGUOUS_REQUEST, detail).header("Connection", "close"));
  }

  private static String shown(String value) {
    return value.length() > 80 ? value.substring(0, 80) + "…" : value;
  }
}
