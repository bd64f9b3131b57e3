package dev.spillway.benchmarks.backlog;

import dev.spillway.benchmarks.EventConnection;
import dev.spillway.benchmarks.GatewayProcess;
import dev.spillway.benchmarks.RatedEndpoint;
import dev.spillway.benchmarks.Samples;
import dev.spillway.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Spills, starts and drains. For one use. */
final class BacklogRun {
  private static final int EVENT_BYTES = 420;
  private static final int LINES = 1_000;
  private static final int ACCEPTED = 202;
  private static final String AWAY = "http://127.0.0.1:1/";
  private static final String CRITICAL_ID = "one-by-one-";
  private static final int WARM_UPS = 500;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final int events;
  private final Path directory;
  private final int starts;
  private final TimeSource time = TimeSource.system();
  private final AtomicLong arrived = new AtomicLong();
  private final List<String> failures = new ArrayList<>();

  /** The critical event that is under way, and what its arrival opens. */
  private volatile String awaited = "";

  private volatile CountDownLatch arrival = new CountDownLatch(0);
  private volatile long arrivedNanos;

  /**
   * A run in {@code directory}, which is empty.
   *
   * @param starts how often each of the two is started
   */
  BacklogRun(int events, Path directory, int starts) {
    this.events = events;
    this.directory = directory;
    this.starts = starts;
  }

  BacklogFigures run() throws IOException, InterruptedException {
    Path data = directory.resolve("full");
    double spillSeconds = spill(data);
    List<Double> empty = new ArrayList<>();
    List<Double> full = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      empty.add(startAndStop(directory.resolve("empty-" + start)));
      full.add(startAndStop(data));
    }
    long diskBytes = sizeOf(data);
    List<Double> waits = new ArrayList<>();
    double drainSeconds = drain(data, waits);
    return new BacklogFigures(
        events, spillSeconds, diskBytes, empty, full, drainSeconds, waits, failures);
  }

  private static List<String> settings(String sink) {
    return List.of(
        "queues.default.disk.max-bytes=4GB",
        "queues.default.sink.type=http",
        "queues.default.sink.url=" + sink,
        "shutdown.drain=100ms");
  }

  private double spill(Path data) throws IOException, InterruptedException {
    try (GatewayProcess gateway = GatewayProcess.start(data, List.of(), settings(AWAY))) {
      long startNanos = time.nanoTime();
      try (EventConnection connection = new EventConnection(gateway.port())) {
        for (int first = 0; first < events; first += LINES) {
          ByteArrayOutputStream body = new ByteArrayOutputStream(LINES * (EVENT_BYTES + 1));
          for (int number = first; number < Math.min(events, first + LINES); number++) {
            body.writeBytes(Samples.jsonEvent(number, EVENT_BYTES));
            body.write('\n');
          }
          EventConnection.Answer answer = connection.send(body.toByteArray(), "normal", true);
          if (answer.status() != ACCEPTED || !answer.body().contains("\"refused\":[]")) {
            throw new IOException("gateway must take the backlog: " + answer);
          }
        }
      }
      double seconds = (time.nanoTime() - startNanos) / 1e9;
      stop(gateway);
      return seconds;
    }
  }

  private void stop(GatewayProcess gateway) throws IOException, InterruptedException {
    int code = gateway.stop();
    if (code != 0) {
      failures.add("gateway must stop with 0: exit=" + code);
    }
  }

  private double startAndStop(Path data) throws IOException, InterruptedException {
    try (GatewayProcess gateway = GatewayProcess.start(data, List.of(), settings(AWAY))) {
      stop(gateway);
      return gateway.readyMillis();
    }
  }

  private double drain(Path data, List<Double> waits) throws IOException, InterruptedException {
    try (RatedEndpoint sink = new RatedEndpoint(Double.POSITIVE_INFINITY, this::arrived)) {
      warmUp(sink);
      try (GatewayProcess gateway = GatewayProcess.start(data, List.of(), settings(sink.url()));
          EventConnection connection = new EventConnection(gateway.port())) {
        return drain(gateway, connection, waits);
      }
    }
  }

  /** The gateway is measured as it starts, but not this process, which sends and receives. */
  private void warmUp(RatedEndpoint sink) throws IOException, InterruptedException {
    Path data = directory.resolve("warm-up");
    try (GatewayProcess gateway = GatewayProcess.start(data, List.of(), settings(sink.url()));
        EventConnection connection = new EventConnection(gateway.port())) {
      for (int number = 0; number < WARM_UPS; number++) {
        sendOne(connection, number);
      }
      stop(gateway);
    }
  }

  private double drain(GatewayProcess gateway, EventConnection connection, List<Double> waits)
      throws IOException, InterruptedException {
    long startNanos = time.nanoTime();
    int sent = 0;
    while (arrived.get() < events) {
      waits.add(sendOne(connection, sent++));
    }
    double seconds = (time.nanoTime() - startNanos) / 1e9;
    stop(gateway);
    if (arrived.get() != events) {
      failures.add("the backlog must arrive once: sent=" + events + " arrived=" + arrived);
    }
    return seconds;
  }

  private double sendOne(EventConnection connection, int number)
      throws IOException, InterruptedException {
    String id = CRITICAL_ID + number;
    CountDownLatch latch = new CountDownLatch(1);
    arrival = latch;
    awaited = id;
    long sentNanos = time.nanoTime();
    byte[] line = ("{\"id\":\"" + id + "\"}\n").getBytes(StandardCharsets.US_ASCII);
    EventConnection.Answer answer = connection.send(line, "critical", true);
    if (answer.status() != ACCEPTED) {
      throw new IOException("gateway must take what is critical: " + answer);
    }
    if (!latch.await(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("critical event did not arrive within " + LONGEST_WAIT + ": " + id);
    }
    return (arrivedNanos - sentNanos) / 1e6;
  }

  private void arrived(String id) {
    if (!id.startsWith(CRITICAL_ID)) {
      arrived.incrementAndGet();
    } else if (id.equals(awaited)) {
      arrivedNanos = time.nanoTime();
      arrival.countDown();
    }
  }

  private static long sizeOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
