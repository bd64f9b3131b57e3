package dev.spillway.server.http;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Shows what Jetty refuses on its own, such as requests that are not HTTP, as problems too. */
final class ProblemErrorHandler extends ErrorHandler {
  /** A problem for a status that Jetty chose. Nothing of a fault inside the server is told. */
  static Problem problemOf(int status, @Nullable String reason) {
    String title = HttpStatus.getMessage(status);
    String type = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    String detail = status < 500 && reason != null && !reason.isEmpty() ? reason : title;
    return Problem.of(status, type, title, detail);
  }

  /** Versions and codings of HTTP that are not understood are no fault of the server. */
  private static int clientsFault(int status) {
    return status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
            || status == HttpStatus.NOT_IMPLEMENTED_501
        ? HttpStatus.BAD_REQUEST_400
        : status;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object message = request.getAttribute(ERROR_MESSAGE);
    int status = clientsFault(response.getStatus());
    new Exchange(request, response, callback)
        .problem(problemOf(status, message == null ? null : message.toString()));
    return true;
  }
}
