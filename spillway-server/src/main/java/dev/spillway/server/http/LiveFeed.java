package dev.spillway.server.http;

import dev.spillway.time.TaskScheduler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events (HTML Living Standard, section 9.2): all state when a client comes, changes
 * within a moment, figures each second. Thread-safe; one ticker serves all clients, rests while
 * there is none, and takes no lock of a producer.
 */
final class LiveFeed implements Endpoint, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LiveFeed.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final FeedState NO_STATE = new FeedState(Map.of());
  private static final byte[] HEARTBEAT = ": alive\n\n".getBytes(StandardCharsets.UTF_8);
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Queues queues;
  private final Health health;
  private final FeedLimits limits;
  private final TaskScheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();

  // All below guarded by the lock.
  private final Set<FeedClient> clients = new LinkedHashSet<>();
  private boolean ticking;
  private boolean closed;
  private @Nullable FeedState state;
  private List<FeedQueue> lastFigures = List.of();
  private long figuresNanos;
  private long heartbeatNanos;

  LiveFeed(Queues queues, Health health, FeedLimits limits, TaskScheduler scheduler) {
    this.queues = queues;
    this.health = health;
    this.limits = limits;
    this.scheduler = scheduler;
  }

  /** How many clients are connected. */
  int clients() {
    lock.lock();
    try {
      return clients.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void serve(Exchange exchange, String queue) throws ProblemException {
    if (exchange.request().getMethod().equals("HEAD")) {
      exchange.send(200, "text/event-stream", new byte[0]);
      return;
    }
    lock.lock();
    try {
      if (closed || clients.size() >= limits.clients()) {
        throw new ProblemException(Problem.tooManyStreams(limits.clients()));
      }
      FeedClient client =
          new FeedClient(
              exchange.open("text/event-stream"), limits.bufferBytes(), this::disconnected);
      clients.add(client);
      List<FeedQueue> seen = look();
      client.send(frame("hello", hello(seen)));
      if (!ticking) {
        ticking = true;
        state = FeedState.of(health.obstacles(), seen);
        lastFigures = seen;
        figuresNanos = scheduler.time().nanoTime();
        heartbeatNanos = figuresNanos;
        scheduler.schedule(this::tick, limits.look().toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private List<FeedQueue> look() {
    return queues.all().stream().map(FeedQueue::of).toList();
  }

  private Map<String, Object> hello(List<FeedQueue> seen) {
    Map<String, Object> json = new LinkedHashMap<>();
    long nowMillis = scheduler.time().epochMillis();
    json.put("time", nowMillis);
    json.put("obstacles", health.obstacles());
    json.put("queues", queues.all().stream().map(FiguresJson::of).toList());
    FeedState now = FeedState.of(health.obstacles(), seen);
    json.put("states", now.changesSince(NO_STATE, nowMillis));
    return json;
  }

  private void tick() {
    List<byte[]> frames = new ArrayList<>();
    List<FeedClient> readers;
    lock.lock();
    try {
      ticking = !clients.isEmpty() && !closed;
      if (!ticking) {
        return;
      }
      scheduler.schedule(this::tick, limits.look().toNanos());
      collect(frames);
      readers = List.copyOf(clients);
    } finally {
      lock.unlock();
    }
    for (FeedClient reader : readers) {
      frames.forEach(reader::send);
    }
  }

  private void collect(List<byte[]> frames) {
    long nowNanos = scheduler.time().nanoTime();
    List<FeedQueue> seen = look();
    FeedState now = FeedState.of(health.obstacles(), seen);
    if (state != null) {
      now.changesSince(state, scheduler.time().epochMillis())
          .forEach(change -> frames.add(frame("state", change)));
    }
    state = now;
    if (nowNanos - figuresNanos >= limits.figures().toNanos()) {
      frames.add(frame("figures", figures(seen, (nowNanos - figuresNanos) / NANOS_PER_SECOND)));
      lastFigures = seen;
      figuresNanos = nowNanos;
    }
    if (nowNanos - heartbeatNanos >= limits.heartbeat().toNanos()) {
      frames.add(HEARTBEAT);
      heartbeatNanos = nowNanos;
    }
  }

  private Map<String, Object> figures(List<FeedQueue> seen, double seconds) {
    List<Map<String, @Nullable Object>> each = new ArrayList<>();
    for (int index = 0; index < seen.size(); index++) {
      each.add(seen.get(index).toJson(lastFigures.get(index), seconds));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", scheduler.time().epochMillis());
    json.put("queues", each);
    return json;
  }

  private static byte[] frame(String event, Object data) {
    return ("event: " + event + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void disconnected(FeedClient client) {
    lock.lock();
    try {
      clients.remove(client);
    } finally {
      lock.unlock();
    }
  }

  /** Tells the clients that it is over, and ends their answers. */
  @Override
  public void close() {
    List<FeedClient> last;
    lock.lock();
    try {
      closed = true;
      last = List.copyOf(clients);
      clients.clear();
    } finally {
      lock.unlock();
    }
    scheduler.close();
    if (last.isEmpty()) {
      return;
    }
    LOGGER.info("event=feed-closed clients={}", last.size());
    byte[] bye = frame("bye", Map.of("time", scheduler.time().epochMillis()));
    for (FeedClient client : last) {
      client.send(bye);
      client.end();
    }
  }
}
