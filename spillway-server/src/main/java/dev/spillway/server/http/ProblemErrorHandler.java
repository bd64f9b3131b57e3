package dev.spillway.server.http;

import dev.spillway.server.http.connection.PendingAnswers;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what Jetty refuses on its own, such as requests that are not HTTP, as problems too. */
final class ProblemErrorHandler extends ErrorHandler {
  private static final Logger LOGGER = LoggerFactory.getLogger(ProblemErrorHandler.class);

  /** Marks requests that could be read, and were given to the router. */
  private static final String READ = ProblemErrorHandler.class.getName() + ".read";

  private final PendingAnswers pending;

  ProblemErrorHandler(PendingAnswers pending) {
    this.pending = pending;
  }

  static void wasRead(Request request) {
    request.setAttribute(READ, true);
  }

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
    if (status == HttpStatus.INTERNAL_SERVER_ERROR_500 && request.getAttribute(READ) == null) {
      // a parser that stumbles over what a client sent is no fault of what is behind it
      LOGGER.debug("event=request-unreadable", (Throwable) request.getAttribute(ERROR_EXCEPTION));
      status = HttpStatus.BAD_REQUEST_400;
      message = "the request cannot be read";
    }
    new Exchange(request, response, callback, pending)
        .problem(problemOf(status, message == null ? null : message.toString()));
    return true;
  }
}
