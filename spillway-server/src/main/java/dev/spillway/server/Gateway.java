package dev.spillway.server;

import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.LoadedConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.config.SecurityConfig;
import dev.spillway.server.config.TlsConfig;
import dev.spillway.server.http.HttpServer;
import dev.spillway.server.http.ServedQueue;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.security.Certificates;
import dev.spillway.server.security.Keyring;
import dev.spillway.server.security.PemException;
import dev.spillway.server.sink.Sinks;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: queues with their logs and sinks, and the HTTP server before them.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.start(config)) {
 *   System.out.println(gateway.url());
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Gateway.class);

  private final GatewayConfig config;
  private final Map<String, RunningQueue> queues;
  private final HttpServer server;
  private final Shutdown shutdown;

  private Gateway(GatewayConfig config, Map<String, RunningQueue> queues, HttpServer server) {
    this.config = config;
    this.queues = queues;
    this.server = server;
    Ticks looks =
        Ticks.start(TaskScheduler.onThread("health"), server::look, config.healthInterval());
    shutdown = new Shutdown(queues.values(), server, looks, config.shutdownDrain());
  }

  /**
   * Opens the logs, recovers what they hold, begins to deliver to the configured sinks, and
   * listens.
   *
   * @throws GatewayException if it cannot start; nothing is left open then
   */
  public static Gateway start(LoadedConfig loaded) throws GatewayException {
    return start(
        loaded,
        queue ->
            Sinks.open(
                queue.sink(), queue.delivery().circuit(), queue.name(), TimeSource.system()));
  }

  /**
   * Starts with other sinks than the configured ones.
   *
   * @param sinks makes each queue's sink
   * @throws GatewayException if it cannot start; nothing is left open then
   */
  public static Gateway start(LoadedConfig loaded, SinkMaker sinks) throws GatewayException {
    GatewayConfig config = loaded.config();
    HttpServer.Protection protection = protection(config.security());
    LiveConfig live = new LiveConfig(loaded);
    tellOfOpenKeys(config);
    Heap.tellIfSmall(config, Runtime.getRuntime().maxMemory());
    LOGGER.info(
        "event=gateway-starting data={} queues={}",
        LogValue.of(config.dataDirectory()),
        String.join(",", config.queues().keySet()));
    Map<String, RunningQueue> queues = new TreeMap<>();
    HttpServer server = null;
    boolean started = false;
    try {
      DataDirectory data = DataDirectory.open(config.dataDirectory());
      for (QueueConfig queue : config.queues().values()) {
        queues.put(queue.name(), RunningQueue.open(live, queue, data, sinks));
      }
      for (String stranger : data.strangers(config.queues().keySet())) {
        LOGGER.warn(
            "event=queue-not-configured queue={} directory={} consequence={}",
            LogValue.of(stranger),
            LogValue.of(data.ofQueue(stranger)),
            LogValue.of("what its log holds is kept and not delivered"));
      }
      server =
          listen(config, protection, queues.values().stream().map(RunningQueue::served).toList());
      Rehearsal.play(config); // when it listens, so that this cannot take its port
      queues.values().forEach(RunningQueue::start);
      Gateway gateway = new Gateway(config, queues, server);
      server.serving();
      started = true;
      LOGGER.info("event=gateway-started url={}", gateway.url());
      return gateway;
    } finally {
      if (!started) {
        giveUp(queues, server);
      }
    }
  }

  /** Whoever sees the traffic could take a key from it. */
  private static void tellOfOpenKeys(GatewayConfig config) {
    SecurityConfig security = config.security();
    if (!security.keys().isEmpty() && security.tls() == null && !config.http().isOnLoopback()) {
      LOGGER.warn(
          "event=keys-in-clear host={} consequence={}",
          LogValue.of(config.http().host()),
          LogValue.of(
              "keys travel unencrypted; set http.tls.certificate and http.tls.private-key"));
    }
  }

  private static void giveUp(Map<String, RunningQueue> queues, @Nullable HttpServer server) {
    if (server != null) {
      server.stop(Duration.ZERO);
    }
    Shutdown.drain(queues.values(), Duration.ZERO);
    queues.values().forEach(RunningQueue::close);
  }

  private static HttpServer listen(
      GatewayConfig config, HttpServer.Protection protection, List<ServedQueue> served)
      throws GatewayException {
    TimeSource time = TimeSource.system();
    IdSource ids = IdSource.sortable(time, new SecureRandom().nextLong());
    HttpServer server =
        new HttpServer(config.http(), protection, served, new HttpServer.Seams(time, ids));
    String address = config.http().host() + ":" + config.http().port();
    try {
      server.start();
      return server;
    } catch (IOException | RuntimeException e) {
      throw new GatewayException(
          "cannot listen on "
              + address
              + ": "
              + reasonOf(e)
              + "; choose another with http.host and http.port, or stop what uses it",
          e);
    }
  }

  /**
   * Looks at what a start would look at outside the configuration: the certificate.
   *
   * @throws GatewayException if it would not start
   */
  public static void check(LoadedConfig loaded) throws GatewayException {
    protection(loaded.config().security());
  }

  private static HttpServer.Protection protection(SecurityConfig security) throws GatewayException {
    TlsConfig tls = security.tls();
    TimeSource time = TimeSource.system();
    try {
      return new HttpServer.Protection(
          new Keyring(security.keys()),
          tls == null ? null : Certificates.open(tls.certificate(), tls.privateKey(), time));
    } catch (PemException e) {
      throw new GatewayException("http.tls: " + e.told(), e);
    }
  }

  private static String reasonOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnresolvedAddressException) {
      return "nobody knows this host";
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** Where it listens. */
  public URI url() {
    String host = config.http().host();
    return URI.create(
        (config.security().tls() == null ? "http://" : "https://")
            + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
            + ":"
            + server.port());
  }

  /** Its queues by name. */
  public Map<String, EventQueue> queues() {
    return queues.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().queue()));
  }

  /**
   * Stops in order: not ready, refuse new events, deliver up to {@code shutdown.drain}, write what
   * memory holds to the log. A second call waits for the first and tells the same.
   */
  public StopReport stop() {
    return shutdown.run();
  }

  /**
   * Ends the delivering of a stop that is under way: what is still held is written to the log at
   * once. Does nothing before a stop.
   */
  public void hasten() {
    shutdown.hasten();
  }

  /** Stops as {@link #stop} does. */
  @Override
  public void close() {
    stop();
  }
}
