package dev.spillway.server.http;

import dev.spillway.server.ingest.IdSource;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds who answers a request, and turns whatever goes wrong on the way into a problem. */
final class Router extends Handler.Abstract {
  private static final Logger LOGGER = LoggerFactory.getLogger(Router.class);

  private final SiteGuard guard;
  private final List<Route> routes;
  private final IdSource ids;

  Router(SiteGuard guard, List<Route> routes, IdSource ids) {
    this.guard = guard;
    this.routes = List.copyOf(routes);
    this.ids = ids;
  }

  List<Route> routes() {
    return routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      Framing.check(request);
      guard.check(request);
      dispatch(exchange);
    } catch (ProblemException e) {
      exchange.problem(e.problem());
    } catch (RuntimeException | Error e) {
      exchange.problem(unexpected(ids, request, e));
    }
    return true;
  }

  private void dispatch(Exchange exchange) throws ProblemException {
    String path = Request.getPathInContext(exchange.request());
    String method = exchange.request().getMethod();
    List<String> segments = Route.segments(path);
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      String queue = route.match(segments);
      if (queue != null && route.hasMethod(method)) {
        route.endpoint().serve(exchange, queue);
        return;
      }
      if (queue != null) {
        allowed.add(route.allow());
      }
    }
    throw new ProblemException(
        allowed.isEmpty() ? unknownPath(path) : wrongMethod(method, String.join(", ", allowed)));
  }

  private static Problem unknownPath(String path) {
    return Problem.of(ProblemType.UNKNOWN_PATH, "no such path: path=" + shortened(path));
  }

  private static Problem wrongMethod(String method, String allowed) {
    return Problem.of(
            ProblemType.WRONG_METHOD,
            "method must be one of " + allowed + ": method=" + shortened(method))
        .header("Allow", allowed);
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  /** What a client is told about a fault of ours: nothing but where to look for it. */
  static Problem unexpected(IdSource ids, Request request, @Nullable Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      LOGGER.error("event=no-memory method={}", request.getMethod(), cause);
      return Problem.busy();
    }
    String errorId = ids.next();
    LOGGER.error("event=request-failed errorId={} method={}", errorId, request.getMethod(), cause);
    return Problem.of(
            ProblemType.UNEXPECTED, "the server's log tells more under errorId=" + errorId)
        .with("errorId", errorId);
  }
}
