package dev.spillway.server.http;

import dev.spillway.limit.LimiterFigures;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.http.connection.ClientConnectionFactory;
import dev.spillway.server.http.connection.ConnectionWatch;
import dev.spillway.server.http.connection.PendingAnswers;
import dev.spillway.server.http.connection.TlsConnections;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.security.Certificates;
import dev.spillway.server.security.Denials;
import dev.spillway.server.security.Keyring;
import dev.spillway.server.telemetry.Telemetry;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
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

  /** Connections that wait to be accepted; the system may keep fewer. */
  private static final int ACCEPT_QUEUE = 4096;

  /**
   * What is written for a client that does not read. The system would take megabytes, so that a
   * client who asks and asks has many answers made that nobody reads.
   */
  private static final int SEND_BUFFER_BYTES = 64 << 10;

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
  private final PendingAnswers pending;
  private final Door door;
  private final Telemetry telemetry = new Telemetry();
  private final LiveFeed feed;
  private final @Nullable Certificates certificates;
  private final @Nullable TlsConnections tls;

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
    this(config, Protection.NONE, queues, new Seams(time, ids));
  }

  /**
   * A server that is not started yet.
   *
   * @param protection who may call it, and the certificate that it shows
   * @param queues what it feeds and shows
   * @throws IllegalArgumentException if a classification has a path that is not a JSON pointer
   */
  public HttpServer(
      HttpConfig config, Protection protection, Collection<ServedQueue> queues, Seams seams) {
    this(
        config,
        queues,
        new Surroundings(
            seams.time(),
            seams.ids(),
            HttpLimits.forBodies(config.bodies().maxBytes()),
            protection));
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
    certificates = surroundings.protection().certificates();
    tls = certificates == null ? null : TlsConnections.of(certificates.current());
    health = new Health(queues, certificates == null ? List::of : certificates::troubles);
    budget = new BodyBudget(limits.bodiesBytes(), surroundings.time());
    served.forEach(q -> telemetry.add(q.queue(), q.delivery(), q.config().profile()));
    telemetry.bodies(budget::usedBytes, budget::boundBytes);
    feed = new LiveFeed(queues, health, feedLimits, TaskScheduler.onThread("spillway-feed"));
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("spillway-http");
    server = new Server(threads);
    connector = connector(limits);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections().most(), connector));
    watch =
        new ConnectionWatch(connector, limits.connections(), budget::isShort, surroundings.time());
    connector.addBean(watch);
    telemetry.connections(watch::open, watch::bound);
    pending = new PendingAnswers(limits.answersBytes());
    telemetry.cutOff(() -> watch.slow() + pending.cut(), watch::displaced);
    server.setErrorHandler(new ProblemErrorHandler(pending));
    Denials denials = new Denials(surroundings.time());
    Gate gate = new Gate(surroundings.protection().keys(), denials);
    door = new Door(config.limit(), queues, threads);
    telemetry.add(door.limiter());
    IngestEndpoint.Seams seams =
        new IngestEndpoint.Seams(surroundings.ids(), surroundings.time(), threads, gate, door);
    IngestEndpoint ingest = new IngestEndpoint(config, queues, budget, seams);
    served.forEach(q -> telemetry.lowered(q.name(), () -> ingest.lowered(q)));
    telemetry.denied(denials);
    gate.requests().forEach((key, count) -> telemetry.requests(key, count::sum));
    List<Route> routes =
        Routes.of(
            new Routes.Shown(queues, health, telemetry, feed),
            ingest,
            new ChangeEndpoint(queues, budget, seams),
            seams);
    router = new Router(new SiteGuard(config.host()), routes, seams, pending);
    server.setHandler(new GracefulHandler(router));
  }

  private ServerConnector connector(HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    HttpConnectionFactory plain = new ClientConnectionFactory(http);
    ServerConnector made =
        tls == null
            ? new ServerConnector(server, plain)
            : new ServerConnector(server, tls.around(plain));
    made.setHost(config.host());
    made.setPort(config.port());
    made.setAcceptQueueSize(ACCEPT_QUEUE);
    made.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    made.setIdleTimeout(limits.connections().idle().toMillis());
    made.setShutdownIdleTimeout(STOPPING_IDLE_MILLIS);
    return made;
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

  /**
   * Looks at the queues, so that health can tell of the time since, and at the certificate's files.
   * Call it every interval.
   */
  public void look() {
    queues.look();
    if (certificates != null && tls != null) {
      certificates.look(tls::use);
    }
  }

  /** Accepts no more connections, waits up to {@code grace} for answers under way, and ends. */
  public void stop(Duration grace) {
    draining();
    feed.close();
    watch.close();
    server.setStopTimeout(grace.toMillis()); // not at all for zero
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOGGER.warn("event=requests-cut-off graceMillis={}", grace.toMillis());
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    } finally {
      door.close();
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

  /** How many requests are worked on, and how many wait for that. */
  LimiterFigures limit() {
    return door.limiter().figures();
  }

  /** The answers that wait for their clients. */
  PendingAnswers pending() {
    return pending;
  }

  /** How many clients read the feed now. */
  int feedClients() {
    return feed.clients();
  }

  /** The memory that bodies in flight take now, in bytes. */
  long bodiesBytes() {
    return budget.usedBytes();
  }

  /**
   * What stands between the server and whoever calls it.
   *
   * @param keys who may call it; none lets everybody
   * @param certificates what it shows; null for plain HTTP
   */
  public record Protection(Keyring keys, @Nullable Certificates certificates) {
    /** Neither. */
    public static final Protection NONE = new Protection(Keyring.EMPTY, null);
  }

  /**
   * What a server gets from outside.
   *
   * @param time converts relative deadlines
   * @param ids names events that come without an id, and errors
   */
  public record Seams(TimeSource time, IdSource ids) {}

  /** What the server gets from outside, and what it grants its clients. */
  record Surroundings(TimeSource time, IdSource ids, HttpLimits limits, Protection protection) {
    /** Where nobody is asked for a key. */
    Surroundings(TimeSource time, IdSource ids, HttpLimits limits) {
      this(time, ids, limits, Protection.NONE);
    }
  }
}
