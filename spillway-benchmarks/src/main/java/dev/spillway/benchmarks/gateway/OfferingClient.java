package dev.spillway.benchmarks.gateway;

import dev.spillway.Priority;
import dev.spillway.benchmarks.EventConnection;
import dev.spillway.benchmarks.Samples;
import dev.spillway.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One connection that offers at a steady rate, whatever it is answered. What it could not make in
 * time is not made.
 */
final class OfferingClient implements Callable<long[]> {
  static final int LINES = 50;

  private static final List<Integer> PERCENT = List.of(5, 15, 30, 30, 20);
  private static final int EVENT_BYTES = 420;
  private static final int PAYLOADS = 200;
  private static final int NUMBER_BITS = 40;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Set<Integer> FORESEEN = Set.of(202, 503);

  private final int client;
  private final int port;
  private final Map<Priority, LaneTally> tallies;
  private final double nanosPerRequest;
  private final long lengthNanos;
  private final TimeSource time = TimeSource.system();
  private final SplittableRandom random;
  private final byte[][] rests = new byte[PAYLOADS][];
  private long[] answerNanos = new long[1024];
  private int answers;
  private long made;

  /**
   * A client, whose number also says which promise it asks for: odd ones ask for the durable one.
   *
   * @param tallies by priority
   */
  OfferingClient(
      int client,
      int port,
      Map<Priority, LaneTally> tallies,
      double eventsPerSecond,
      long lengthNanos) {
    this.client = client;
    this.port = port;
    this.tallies = tallies;
    this.lengthNanos = lengthNanos;
    nanosPerRequest = TimeUnit.SECONDS.toNanos(1) * LINES / eventsPerSecond;
    random = new SplittableRandom(client);
    for (int payload = 0; payload < PAYLOADS; payload++) {
      String event =
          new String(
              Samples.jsonEvent(PAYLOADS * client + payload, EVENT_BYTES),
              StandardCharsets.US_ASCII);
      rests[payload] =
          (event.substring(event.indexOf(',')) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  boolean isDurable() {
    return client % 2 == 1;
  }

  /** Offers until the time is over; returns how long each answer took, in nanoseconds. */
  @Override
  public long[] call() throws IOException {
    long begunNanos = time.nanoTime();
    try (EventConnection connection = new EventConnection(port)) {
      long done = 0;
      while (true) {
        long elapsedNanos = time.nanoTime() - begunNanos;
        if (elapsedNanos >= lengthNanos) {
          return Arrays.copyOf(answerNanos, answers);
        }
        long due = (long) (elapsedNanos / nanosPerRequest);
        if (done >= due) {
          LockSupport.parkNanos(PAUSE_NANOS);
        } else {
          offer(connection);
          done = Math.max(done + 1, due - 10);
        }
      }
    }
  }

  private void offer(EventConnection connection) throws IOException {
    Priority priority = priority(random.nextInt(100));
    ByteArrayOutputStream body = new ByteArrayOutputStream(LINES * (EVENT_BYTES + 20));
    long first = ((long) client << NUMBER_BITS) + made;
    for (int line = 0; line < LINES; line++) {
      String head = "{\"id\":\"" + priority.ordinal() + "-" + (first + line) + "\"";
      body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(rests[random.nextInt(PAYLOADS)]);
    }
    made += LINES;
    long sentNanos = time.nanoTime();
    EventConnection.Answer answer =
        connection.send(body.toByteArray(), priority.token(), isDurable());
    add(time.nanoTime() - sentNanos);
    count(answer, priority, first);
  }

  private void count(EventConnection.Answer answer, Priority priority, long first)
      throws IOException {
    if (!FORESEEN.contains(answer.status())) {
      throw new IOException("answer must be 202 or 503: " + answer);
    }
    LaneTally tally = Objects.requireNonNull(tallies.get(priority));
    JsonNode json = JsonMapper.shared().readTree(answer.body());
    Set<Integer> refused = new HashSet<>();
    json.path("refused").forEach(one -> refused.add(one.path("index").asInt()));
    if (json.path("accepted").asInt() + refused.size() != LINES) {
      throw new IOException("answer must tell of every event: " + answer);
    }
    if (isDurable()
        && refused.size() < LINES
        && !"durable".equals(json.path("durability").asString())) {
      throw new IOException("answer must keep the promise asked for: " + answer);
    }
    tally.offered.add(LINES);
    json.path("refused").forEach(one -> tally.refused(one.path("reason").asString()));
    for (int line = 0; line < LINES; line++) {
      if (!refused.contains(line)) {
        tally.accepted(first + line);
      }
    }
  }

  private void add(long nanos) {
    if (answers == answerNanos.length) {
      answerNanos = Arrays.copyOf(answerNanos, 2 * answers);
    }
    answerNanos[answers++] = nanos;
  }

  private static Priority priority(int percent) {
    int left = percent;
    for (Priority priority : Priority.values()) {
      left -= PERCENT.get(priority.ordinal());
      if (left < 0) {
        return priority;
      }
    }
    return Priority.BULK;
  }
}
