package dev.spillway.server.http;

import dev.spillway.server.http.connection.PendingAnswers;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.security.Denial;
import java.util.List;
import java.util.Set;
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
  private final Gate gate;
  private final Door door;
  private final List<Route> routes;
  private final IdSource ids;
  private final PendingAnswers pending;

  Router(SiteGuard guard, List<Route> routes, IngestEndpoint.Seams seams, PendingAnswers pending) {
    this.guard = guard;
    this.gate = seams.gate();
    this.door = seams.door();
    this.routes = List.copyOf(routes);
    this.ids = seams.ids();
    this.pending = pending;
  }

  List<Route> routes() {
    return routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ProblemErrorHandler.wasRead(request);
    Exchange exchange = new Exchange(request, response, callback, pending);
    try {
      Framing.check(request);
      Found found = find(request);
      exchange.calledBy(gate.callerOf(request));
      Route route = found.route();
      if (route != null && route.access().isAdmin()) {
        exchange.audited(found.queue());
      }
      checkSite(exchange);
      if (route == null) {
        throw new ProblemException(found.nobody(request));
      }
      gate.check(exchange, route);
      door.enter(exchange, route, found.queue(), () -> serve(exchange, route, found.queue()));
    } catch (ProblemException e) {
      exchange.problem(e.problem());
    } catch (RuntimeException | Error e) {
      exchange.problem(unexpected(ids, request, e));
    }
    return true;
  }

  private void serve(Exchange exchange, Route route, String queue) {
    try {
      route.endpoint().serve(exchange, queue);
    } catch (ProblemException e) {
      exchange.problem(e.problem());
    } catch (RuntimeException | Error e) {
      exchange.problem(unexpected(ids, exchange.request(), e));
    }
  }

  private void checkSite(Exchange exchange) throws ProblemException {
    try {
      guard.check(exchange.request());
    } catch (ProblemException e) {
      boolean host = e.problem().type() == ProblemType.FOREIGN_HOST;
      throw gate.denied(exchange, host ? Denial.FOREIGN_HOST : Denial.FOREIGN_SITE, e.problem());
    }
  }

  private Found find(Request request) {
    List<String> segments = Route.segments(Request.getPathInContext(request));
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      String queue = route.match(segments);
      if (queue != null && route.hasMethod(request.getMethod())) {
        return new Found(route, queue, Set.of());
      }
      if (queue != null) {
        allowed.add(route.allow());
      }
    }
    return new Found(null, "", allowed);
  }

  /**
   * Who answers.
   *
   * @param route null if nobody does
   * @param allowed the methods that somebody would answer on this path, if nobody does
   */
  private record Found(@Nullable Route route, String queue, Set<String> allowed) {
    Problem nobody(Request request) {
      return allowed.isEmpty()
          ? unknownPath(Request.getPathInContext(request))
          : wrongMethod(request.getMethod(), String.join(", ", allowed));
    }
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
