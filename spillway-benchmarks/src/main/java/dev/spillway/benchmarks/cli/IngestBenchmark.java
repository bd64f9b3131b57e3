package dev.spillway.benchmarks.cli;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.benchmarks.Contest;
import dev.spillway.benchmarks.Samples;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.Batch;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.queue.Strategy;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.CircuitConfig;
import dev.spillway.server.config.Classification;
import dev.spillway.server.config.DeliveryConfig;
import dev.spillway.server.config.DiskConfig;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.config.SinkConfig;
import dev.spillway.server.http.HttpServer;
import dev.spillway.server.http.ServedQueue;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Ingest of the gateway beside a handler of the same HTTP server that only counts the lines of the
 * body. Both are asked in the same way by clients in this process: 8 connections, 100 events of 150
 * bytes a request.
 */
final class IngestBenchmark {
  private static final int CONNECTIONS = 8;
  private static final int REQUESTS = 20_000;
  private static final int EVENTS = 100;
  private static final int EVENT_BYTES = 150;

  private final byte[] body;
  private final EventQueue queue = EventQueue.builder("benchmark").memoryBytes(512L << 20).build();
  private final HttpServer gateway;
  private final Server counter = new Server();
  private final int counterPort;
  private final Thread consumer = new Thread(this::consume, "consumer");
  private volatile boolean closed;

  IngestBenchmark() throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int number = 0; number < EVENTS; number++) {
      lines.writeBytes(Samples.jsonEvent(number, EVENT_BYTES));
      lines.write('\n');
    }
    body = lines.toByteArray();
    HttpConfig http = new HttpConfig("127.0.0.1", 0, new BodyLimits(16 << 20, 1 << 20, 100_000));
    TimeSource time = TimeSource.system();
    gateway =
        new HttpServer(
            http,
            List.of(
                new ServedQueue(
                    queueConfig(),
                    queue,
                    IngestBenchmark::noFigures,
                    CircuitBreaker.builder("benchmark", time).build(),
                    IngestBenchmark::noChange)),
            time,
            IdSource.sortable(time, 1));
    gateway.start();
    gateway.serving();
    ServerConnector connector = new ServerConnector(counter);
    connector.setHost("127.0.0.1");
    counter.addConnector(connector);
    counter.setHandler(new CountingHandler());
    counter.start();
    counterPort = connector.getLocalPort();
    consumer.start();
  }

  private static QueueConfig queueConfig() {
    return new QueueConfig(
        "benchmark",
        "general",
        QueuePolicy.builder(Strategy.DROP).build(),
        512L << 20,
        Map.of(),
        new DiskConfig(DiskMode.NONE, 0),
        new Classification(
            Map.of("critical", Priority.CRITICAL),
            List.of(
                new Classification.Rule(
                    Classification.Source.FIELD,
                    "severity",
                    Map.of("critical", Priority.CRITICAL, "high", Priority.HIGH),
                    Priority.NORMAL)),
            Priority.NORMAL),
        new DeliveryConfig(1_000, 1 << 20, 2, 3, Duration.ofSeconds(1), 2, circuitConfig()),
        new SinkConfig.File(Path.of("unused"), SinkConfig.Format.RAW));
  }

  private static CircuitConfig circuitConfig() {
    Duration second = Duration.ofSeconds(1);
    return new CircuitConfig(Mode.OFF, 0.5, 10, 5, second, second, second, 10);
  }

  private void consume() {
    try {
      while (!closed) {
        Batch batch = queue.take(Priority.BULK, 10_000, Integer.MAX_VALUE, Duration.ofMillis(100));
        if (batch != null) {
          batch.delivered();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Contest contest() {
    return new Contest("requests/s")
        .add("a handler that counts lines", () -> load(counterPort))
        .add("the gateway, 100 events each", () -> load(gateway.port()));
  }

  private double load(int port) throws Exception {
    String head =
        "POST /api/v1/queues/benchmark/events HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    return LoadClient.run(port, CONNECTIONS, REQUESTS, request.toByteArray());
  }

  void stop() throws Exception {
    closed = true;
    consumer.join();
    gateway.stop(Duration.ofSeconds(1));
    counter.stop();
    queue.close();
  }

  /** Reads the body to its end, counts its lines and says so. */
  private static final class CountingHandler extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      new Counting(request, response, callback).run();
      return true;
    }
  }

  private static final class Counting implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private int lines;

    Counting(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          callback.failed(chunk.getFailure());
          return;
        }
        for (int at = chunk.getByteBuffer().position(); at < chunk.getByteBuffer().limit(); at++) {
          lines += chunk.getByteBuffer().get(at) == '\n' ? 1 : 0;
        }
        chunk.release();
        if (chunk.isLast()) {
          response.setStatus(202);
          Content.Sink.write(response, true, "{\"lines\":" + lines + "}", callback);
          return;
        }
      }
    }
  }

  private static void noChange(String json) {
    throw new IllegalStateException("nothing is changed here: " + json);
  }

  /** There is no dispatcher, the consumer settles; and no client of this benchmark asks. */
  private static DeliveryFigures noFigures() {
    throw new IllegalStateException("nothing is delivered by a dispatcher here");
  }
}
