package dev.spillway.server;

import dev.spillway.Priority;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.server.http.HttpServer;
import dev.spillway.server.http.ServedQueue;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.sink.Sinks;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers some events from a queue of its own, by HTTP, to a server of its own. Code that runs for
 * the first time takes tens of milliseconds, which the first clients would wait for beside a
 * backlog that takes all of the processors.
 *
 * <pre>
 *   EventQueue ─► Dispatcher ─► HTTP ─► HttpServer ─► EventQueue ─► Dispatcher ─► nothing
 * </pre>
 */
final class Rehearsal {
  private static final Logger LOGGER = LoggerFactory.getLogger(Rehearsal.class);
  private static final String NAME = "rehearsal";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int EVENTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Longer than anybody waits, because a call that times out would be told of. */
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

  private final QueueConfig like;
  private final TimeSource time = TimeSource.system();
  private final EventQueue sent = EventQueue.builder(NAME).build();
  private final EventQueue received = EventQueue.builder(NAME).build();
  private final Dispatcher taking = dispatcher(received, new Taker());
  private final HttpServer server;

  private Rehearsal(GatewayConfig config) {
    like = named(config.queues().values().iterator().next());
    server =
        new HttpServer(
            new HttpConfig(LOOPBACK, 0, config.http().bodies()),
            List.of(
                new ServedQueue(like, received, taking::figures, taking.circuit(), change -> {})),
            time,
            IdSource.sortable(time, 0));
  }

  /** Nobody who calls the wrong port meets a queue that they know. */
  private static QueueConfig named(QueueConfig like) {
    return new QueueConfig(
        NAME,
        like.profile(),
        like.policy(),
        like.memoryBytes(),
        like.laneEvents(),
        like.disk(),
        like.classification(),
        like.delivery(),
        like.sink());
  }

  /** Plays one, and ends it: what is left to do would be in the way of the first requests. */
  static void play(GatewayConfig config) {
    try {
      Rehearsal rehearsal = new Rehearsal(config);
      try {
        rehearsal.play();
      } finally {
        rehearsal.end();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOGGER.warn("event=not-rehearsed consequence=\"the first requests take longer\"", e);
    }
  }

  private static Dispatcher dispatcher(EventQueue queue, Sink sink) {
    return Dispatcher.builder(queue, sink, TaskScheduler.onThread("spillway-rehearsal")).build();
  }

  private void play() throws IOException {
    server.start();
    taking.start();
    URI url =
        URI.create(
            "http://"
                + LOOPBACK
                + ":"
                + server.port()
                + "/api/v1/queues/"
                + NAME
                + "/events?durability=volatile");
    checkReached(url);
    SinkConfig http = new SinkConfig.Http(List.of(url), CALL_TIMEOUT, SinkConfig.Format.RAW);
    Dispatcher sending =
        dispatcher(sent, Sinks.open(http, like.delivery().circuit(), sent.name(), time));
    sending.start();
    byte[] payload = "{\"id\":\"rehearsal\"}".getBytes(StandardCharsets.US_ASCII);
    for (int number = 0; number < EVENTS; number++) {
      sent.offer(Event.builder("e" + number, payload).priority(Priority.CRITICAL).build());
    }
    stop(sent, sending);
  }

  /** A dispatcher would tell of a sink that it cannot reach, as if that were one of the user's. */
  private static void checkReached(URI url) throws IOException {
    ProxySelector proxies = ProxySelector.getDefault();
    if (proxies != null && !proxies.select(url).equals(List.of(Proxy.NO_PROXY))) {
      throw new IOException("a proxy is configured for " + url.getHost());
    }
    new Socket(url.getHost(), url.getPort()).close();
  }

  private void end() {
    stop(received, taking);
    server.stop(Duration.ZERO);
  }

  private static void stop(EventQueue queue, Dispatcher dispatcher) {
    queue.stopAccepting();
    dispatcher.stop(PATIENCE).toCompletableFuture().join();
    queue.close();
  }

  /** Takes everything. */
  private static final class Taker implements Sink {
    @Override
    public CompletionStage<SinkResult> deliver(BatchView batch) {
      return CompletableFuture.completedStage(SinkResult.DELIVERED);
    }

    @Override
    public void close() {}
  }
}
