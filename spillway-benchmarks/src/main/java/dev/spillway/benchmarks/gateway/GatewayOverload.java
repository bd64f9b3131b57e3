package dev.spillway.benchmarks.gateway;

import dev.spillway.Priority;
import dev.spillway.benchmarks.GatewayProcess;
import dev.spillway.benchmarks.RatedEndpoint;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * One run. A queue that overflows to disk, its sink, and clients that offer ten times what the sink
 * takes, half of them asking for durable receipts.
 */
public final class GatewayOverload {
  private static final int TIMES = 10;
  private static final int CLIENTS = 6;

  /** The collections that the run asks for give no memory back, which would hide that RSS grows. */
  private static final String KEEPS_HEAP = "-XX:MaxHeapFreeRatio=100";

  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Path directory;
  private final Duration length;
  private final int sinkPerSecond;
  private final Map<Priority, LaneTally> tallies = new EnumMap<>(Priority.class);
  private final List<String> failures = new ArrayList<>();

  /** A run in {@code directory}, which is empty. */
  public GatewayOverload(Path directory, Duration length, int sinkPerSecond) {
    this.directory = directory;
    this.length = length;
    this.sinkPerSecond = sinkPerSecond;
    for (Priority priority : Priority.values()) {
      tallies.put(priority, new LaneTally());
    }
  }

  private List<String> settings(RatedEndpoint sink) {
    return List.of(
        "queues.default.disk.mode=overflow",
        "queues.default.disk.max-bytes=256MB",
        "queues.default.memory-bytes=64MB",
        "queues.default.sink.type=http",
        "queues.default.sink.url=" + sink.url(),
        "queues.default.sink.timeout=1m");
  }

  /** Runs, prints what it came to, and returns every broken promise. */
  public List<String> runAndTell() throws IOException, InterruptedException {
    GatewayOutcome outcome = run();
    System.out.print(outcome.text());
    return outcome.failures();
  }

  GatewayOutcome run() throws IOException, InterruptedException {
    Path collections = directory.resolve("collections.log");
    List<String> options = List.of("-Xlog:gc:file=" + collections, KEEPS_HEAP);
    try (RatedEndpoint sink = new RatedEndpoint(sinkPerSecond, this::arrived);
        GatewayProcess gateway =
            GatewayProcess.start(directory.resolve("data"), options, settings(sink))) {
      ProcessWatch.Seen seen;
      long startNanos = TimeSource.system().nanoTime();
      Answers answers;
      try (ProcessWatch watch = new ProcessWatch(gateway, collections)) {
        answers = offer(gateway.port());
        seen = watch.seen();
      }
      double seconds = (TimeSource.system().nanoTime() - startNanos) / 1e9;
      long arrivedMeanwhile = sum(tally -> tally.arrived.sum());
      sink.rate(Double.POSITIVE_INFINITY);
      JsonNode figures = drained(gateway);
      equal("exit code", gateway.stop(), 0);
      GatewayOutcome outcome =
          new GatewayOutcome(
              seconds,
              sum(tally -> tally.offered.sum()),
              sum(tally -> tally.accepted.sum()),
              tally(Priority.CRITICAL).offered.sum(),
              tally(Priority.CRITICAL).accepted.sum(),
              arrivedMeanwhile,
              answers.durable,
              answers.quick,
              seen,
              failures);
      check(outcome, figures);
      return outcome;
    }
  }

  private record Answers(AnswerTimes durable, AnswerTimes quick) {}

  private Answers offer(int port) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      Map<OfferingClient, Future<long[]>> all = new LinkedHashMap<>();
      for (int number = 0; number < CLIENTS; number++) {
        double rate = (double) TIMES * sinkPerSecond / CLIENTS;
        OfferingClient client = new OfferingClient(number, port, tallies, rate, length.toNanos());
        all.put(client, threads.submit(client));
      }
      LongStream durable = LongStream.empty();
      LongStream quick = LongStream.empty();
      for (Map.Entry<OfferingClient, Future<long[]>> one : all.entrySet()) {
        LongStream nanos = Arrays.stream(one.getValue().get());
        durable = one.getKey().isDurable() ? LongStream.concat(durable, nanos) : durable;
        quick = one.getKey().isDurable() ? quick : LongStream.concat(quick, nanos);
      }
      return new Answers(new AnswerTimes(durable), new AnswerTimes(quick));
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private JsonNode drained(GatewayProcess gateway) throws IOException, InterruptedException {
    TimeSource time = TimeSource.system();
    long startNanos = time.nanoTime();
    while (time.nanoTime() - startNanos < LONGEST_DRAIN.toNanos()) {
      JsonNode figures = gateway.figures();
      long held = 0;
      for (JsonNode lane : figures.path("lanes")) {
        held += lane.at("/account/held").asLong();
      }
      if (held == 0) {
        return figures;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IOException("gateway was not empty within " + LONGEST_DRAIN);
  }

  private void arrived(String id) {
    Priority priority = Priority.values()[id.charAt(0) - '0'];
    tally(priority).arrived(Long.parseLong(id.substring(2)));
  }

  private LaneTally tally(Priority priority) {
    return Objects.requireNonNull(tallies.get(priority));
  }

  private long sum(ToLongFunction<LaneTally> part) {
    return tallies.values().stream().mapToLong(part).sum();
  }

  private void check(GatewayOutcome outcome, JsonNode figures) {
    ProcessWatch.Seen seen = outcome.seen();
    hold(seen.failure() == null, String.valueOf(seen.failure()));
    atMost("memory in bytes", seen.memoryBytes(), seen.memoryBoundBytes());
    atMost("disk in bytes", seen.diskBytes(), seen.diskBoundBytes());
    for (Priority priority : Priority.values()) {
      LaneTally tally = tally(priority);
      JsonNode account = figures.at("/lanes/" + priority.token() + "/account");
      String of = " of " + priority.token();
      hold(account.path("exact").asBoolean(), "account" + of + " must be exact: " + account);
      equal("offered" + of, account.path("offered").asLong(), tally.offered.sum());
      equal("delivered" + of, account.path("delivered").asLong(), tally.accepted.sum());
      equal("redelivered" + of, account.path("redelivered").asLong(), 0);
      hold(
          tally.isKept(),
          "what arrived"
              + of
              + " must be what was accepted: accepted="
              + tally.accepted
              + " arrived="
              + tally.arrived);
    }
    LaneTally critical = tally(Priority.CRITICAL);
    hold(
        critical.refused().isEmpty(),
        "critical must not be refused while the disk has room: refused=" + critical.refused());
    double least = 0.5 * TIMES * sinkPerSecond;
    hold(
        outcome.offered() / outcome.seconds() >= least,
        "offered/s must be at least " + least + ": seen=" + outcome.offered() / outcome.seconds());
    if (outcome.isLongEnough()) {
      hold(outcome.isHeapFlat(), "live heap must not grow: " + outcome.heap());
      hold(outcome.isRssFlat(), "RSS must not grow: " + outcome.rss());
    }
  }

  private void hold(boolean holds, String failure) {
    if (!holds) {
      failures.add(failure);
    }
  }

  private void atMost(String what, long value, long bound) {
    hold(value <= bound, what + " must be at most " + bound + ": seen=" + value);
  }

  private void equal(String what, long value, long expected) {
    hold(value == expected, what + " must be " + expected + ": seen=" + value);
  }
}
