package dev.spillway.server.http;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.telemetry.Telemetry;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's HTTP server. Thread-safe. It is started once and stopped once:
 *
 * <pre>
 *   start ─► starting ─ serving() ─► ready ─ draining() ─► not ready, still answering ─ stop ─► gone
 * </pre>
 *
 * <p>It neither opens nor closes the queues that it is given. Stop it after they were drained and
 * before they are closed, so that answers which wait for a log still go out.
 */
public final class HttpServer {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpServer.class);

  /** At a stop, a connection without a request is closed once it was silent for so long. */
  private static final long STOPPING_IDLE_MILLIS = 100;

  private static final String DEAD_LETTERS = "/api/v1/queues/{queue}/dead-letters";

  /** Connections that wait to be accepted; the system may keep fewer. */
  private static final int ACCEPT_QUEUE = 4096;

  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;

  private final HttpConfig config;
  private final Server server;
  private final ServerConnector connector;
  private final ConnectionWatch watch;
  private final Health health;
  private final BodyBudget budget;
  private final Queues queues;
  private final Router router;
  private final Telemetry telemetry = new Telemetry();
  private final LiveFeed feed;

  /**
   * A server that is not started yet.
   *
   * @param queues what it feeds and shows
   * @param time converts relative deadlines
   * @param ids names events that come without an id, and errors
   * @throws IllegalArgumentException if a classification has a path that is not a JSON pointer
   */
  public HttpServer(
      HttpConfig config, Collection<ServedQueue> queues, TimeSource time, IdSource ids) {
    this(
        config,
        queues,
        new Surroundings(time, ids, HttpLimits.forBodies(config.bodies().maxBytes())));
  }

  HttpServer(HttpConfig config, Collection<ServedQueue> served, Surroundings surroundings) {
    this(config, served, surroundings, FeedLimits.DEFAULT);
  }

  HttpServer(
      HttpConfig config,
      Collection<ServedQueue> served,
      Surroundings surroundings,
      FeedLimits feedLimits) {
    this.config = config;
    HttpLimits limits = surroundings.limits();
    queues = new Queues(served);
    health = new Health(queues);
    budget = new BodyBudget(limits.bodiesBytes());
    served.forEach(q -> telemetry.add(q.queue(), q.delivery(), q.config().profile()));
    telemetry.bodies(budget::usedBytes, budget::boundBytes);
    feed = new LiveFeed(queues, health, feedLimits, TaskScheduler.onThread("spillway-feed"));
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("spillway-http");
    server = new Server(threads);
    connector = connector(limits);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections().most(), connector));
    watch = new ConnectionWatch(connector, limits.connections(), surroundings.time());
    connector.addBean(watch);
    telemetry.connections(watch::open, watch::bound);
    telemetry.cutOff(watch::slow, watch::displaced);
    server.setErrorHandler(new ProblemErrorHandler());
    IngestEndpoint.Seams seams =
        new IngestEndpoint.Seams(surroundings.ids(), surroundings.time(), threads);
    router = new Router(new SiteGuard(config.host()), routes(seams), surroundings.ids());
    server.setHandler(new GracefulHandler(router));
  }

  private ServerConnector connector(HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    ServerConnector made = new ServerConnector(server, new ClientConnectionFactory(http));
    made.setHost(config.host());
    made.setPort(config.port());
    made.setAcceptQueueSize(ACCEPT_QUEUE);
    made.setIdleTimeout(limits.connections().idle().toMillis());
    made.setShutdownIdleTimeout(STOPPING_IDLE_MILLIS);
    return made;
  }

  private List<Route> routes(IngestEndpoint.Seams seams) {
    MetricsEndpoints metrics = new MetricsEndpoints(queues, telemetry);
    List<Route> routes = new ArrayList<>(metrics.routes());
    routes.add(
        Route.post(
            "/api/v1/queues/{queue}/events", new IngestEndpoint(config, queues, budget, seams)));
    ChangeEndpoint changes = new ChangeEndpoint(queues, budget, seams);
    routes.add(Route.patch("/api/v1/queues/{queue}", changes));
    routes.add(Route.get("/api/v1/queues/{queue}/explain", new ExplainEndpoint(queues)));
    routes.add(Route.get("/api/v1/queues", metrics::figures));
    routes.add(
        Route.get(
            "/api/v1/queues/{queue}",
            (exchange, queue) -> exchange.json(200, FiguresJson.of(queues.named(queue)))));
    routes.add(circuit("reset", queues, CircuitBreaker::reset));
    routes.add(circuit("open", queues, CircuitBreaker::forceOpen));
    routes.add(circuit("close", queues, CircuitBreaker::forceClosed));
    LetterEndpoint letters = new LetterEndpoint(queues, seams);
    routes.add(Route.get(DEAD_LETTERS, letters::list));
    routes.add(Route.delete(DEAD_LETTERS, letters::discard));
    routes.add(Route.post(DEAD_LETTERS + "/replay", letters::replay));
    routes.add(Route.get("/api/v1/events", feed));
    routes.add(Route.get("/api/v1/health", health::health));
    routes.add(Route.get("/api/v1/health/liveness", health::liveness));
    routes.add(Route.get("/api/v1/health/readiness", health::readiness));
    routes.addAll(BufferCalls.routes(queues, changes));
    routes.add(Route.get("/openapi.yaml", new ApiDescription()));
    routes.add(Route.get("/", (exchange, queue) -> exchange.json(200, home())));
    return routes;
  }

  /** Moves a queue's circuit by hand and answers with how it is then. */
  private static Route circuit(String name, Queues queues, Consumer<CircuitBreaker> move) {
    return Route.post(
        "/api/v1/queues/{queue}/circuit-breaker/" + name,
        (exchange, queue) -> {
          CircuitBreaker circuit = queues.named(queue).circuit();
          move.accept(circuit);
          exchange.json(200, DeliveryJson.circuit(circuit.figures()));
        });
  }

  private static Map<String, Object> home() {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("queues", "/api/v1/queues");
    links.put("health", "/api/v1/health");
    links.put("metrics", "/metrics");
    links.put("events", "/api/v1/events");
    links.put("api", "/openapi.yaml");
    Map<String, Object> home = new LinkedHashMap<>();
    home.put("name", "Spillway");
    home.put("about", "POST events to /api/v1/queues/{queue}/events; they are held and delivered");
    home.put("links", links);
    return home;
  }

  /**
   * Binds the port and answers from now on, as not ready.
   *
   * @throws IOException if the address cannot be bound
   */
  public void start() throws IOException {
    try {
      server.start();
      watch.start();
    } catch (IOException e) {
      feed.close();
      watch.close();
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
    } catch (Exception e) {
      feed.close();
      watch.close();
      throw new IllegalStateException("Jetty did not start", e);
    }
  }

  /** The port that is bound, also when the configuration left the choice open. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Tells that everything behind the server has started: it is ready while its queues are well. */
  public void serving() {
    health.enter(Health.Phase.SERVING);
  }

  /** Tells that the gateway is stopping: not ready any more. Queues refuse on their own. */
  public void draining() {
    health.enter(Health.Phase.STOPPING);
  }

  /** Looks at the queues, so that health can tell of the time since. Call it every interval. */
  public void look() {
    queues.look();
  }

  /** Accepts no more connections, waits up to {@code grace} for answers under way, and ends. */
  public void stop(Duration grace) {
    draining();
    feed.close();
    watch.close();
    server.setStopTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(grace.toNanos())));
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOGGER.warn("event=requests-cut-off graceMillis={}", grace.toMillis());
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    } finally {
      telemetry.close();
    }
  }

  /** What looks after the connections. */
  ConnectionWatch connections() {
    return watch;
  }

  /** What it answers. */
  List<Route> routes() {
    return router.routes();
  }

  /** How many clients read the feed now. */
  int feedClients() {
    return feed.clients();
  }

  /** The memory that bodies in flight take now, in bytes. */
  long bodiesBytes() {
    return budget.usedBytes();
  }

  /** What the server gets from outside, and what it grants its clients. */
  record Surroundings(TimeSource time, IdSource ids, HttpLimits limits) {}
}
