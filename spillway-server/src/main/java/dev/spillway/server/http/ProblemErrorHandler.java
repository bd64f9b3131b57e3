package dev.spillway.server.http;

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
    String detail =
        status < 500 && reason != null && !reason.isEmpty()
            ? reason
            : HttpStatus.getMessage(status);
    return Problem.of(typeOf(status), detail);
  }

  private static ProblemType typeOf(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_TIMEOUT_408 -> ProblemType.REQUEST_TIMEOUT;
      case HttpStatus.URI_TOO_LONG_414 -> ProblemType.URI_TOO_LONG;
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          ProblemType.REQUEST_HEADER_FIELDS_TOO_LARGE;
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> ProblemType.STOPPING;
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505, HttpStatus.NOT_IMPLEMENTED_501 ->
          ProblemType.BAD_REQUEST; // what a client chose is no fault of the server
      default -> status < 500 ? ProblemType.BAD_REQUEST : ProblemType.UNEXPECTED;
    };
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object message = request.getAttribute(ERROR_MESSAGE);
    int status = response.getStatus();
    new Exchange(request, response, callback)
        .problem(problemOf(status, message == null ? null : message.toString()));
    return true;
  }
}
