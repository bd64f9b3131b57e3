package dev.spillway.server;

import dev.spillway.server.http.HttpServer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one stop of a gateway. Thread-safe.
 *
 * <pre>
 *   not ready, refuse ─► deliver, up to the drain ─► answer who waits ─► memory into the logs ─► report
 *                                 └── hastened: at once ──┘
 * </pre>
 */
final class Shutdown {
  private static final Logger LOGGER = LoggerFactory.getLogger(Shutdown.class);

  /** Beyond the time to drain, so long a sink may take to let go before it is left behind. */
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(5);

  /** Answers that wait for a force are out well within this. */
  private static final Duration HTTP_GRACE = Duration.ofSeconds(5);

  private final Collection<RunningQueue> queues;
  private final HttpServer server;
  private final Ticks looks;
  private final Duration drain;
  private final CompletableFuture<Void> hastened = new CompletableFuture<>();
  private final ReentrantLock stopping = new ReentrantLock();
  private volatile boolean begun;

  /** Guarded by the stopping lock. */
  private @Nullable StopReport report;

  Shutdown(Collection<RunningQueue> queues, HttpServer server, Ticks looks, Duration drain) {
    this.queues = queues;
    this.server = server;
    this.looks = looks;
    this.drain = drain;
  }

  /** Stops, or waits for who does. */
  StopReport run() {
    stopping.lock();
    try {
      if (report == null) {
        report = stop();
      }
      return report;
    } finally {
      stopping.unlock();
    }
  }

  /** Cuts the delivering short. */
  void hasten() {
    if (begun && hastened.complete(null)) {
      LOGGER.warn("event=gateway-stop-hastened held={}", held());
      queues.forEach(queue -> queue.drain(Duration.ZERO));
    }
  }

  /** Ends all delivering without waiting for answers; gives sinks the margin to let go. */
  static void drain(Collection<RunningQueue> queues, Duration limit) {
    isDone(drained(queues, limit), limit.plus(DRAIN_MARGIN));
  }

  private static CompletableFuture<Void> drained(Collection<RunningQueue> queues, Duration limit) {
    return CompletableFuture.allOf(
        queues.stream()
            .map(queue -> queue.drain(limit).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private StopReport stop() {
    LOGGER.info("event=gateway-stopping held={} drainMillis={}", held(), drain.toMillis());
    server.draining();
    CompletableFuture<Void> drained = drained(queues, drain);
    begun = true;
    boolean done = isDone(CompletableFuture.anyOf(drained, hastened), drain.plus(DRAIN_MARGIN));
    if (!done || !isDone(drained, hastened.isDone() ? DRAIN_MARGIN : Duration.ZERO)) {
      LOGGER.warn("event=sink-slow-to-stop consequence={}", LogValue.of("it is left behind"));
    }
    stopServer();
    return closeLogs();
  }

  private long held() {
    return queues.stream().mapToLong(queue -> queue.queue().held()).sum();
  }

  private void stopServer() {
    looks.close();
    try {
      server.stop(HTTP_GRACE);
    } catch (RuntimeException e) {
      LOGGER.warn("event=http-stop-failed reason={}", LogValue.of(String.valueOf(e.getMessage())));
    }
  }

  private StopReport closeLogs() {
    Map<String, Long> kept = new TreeMap<>();
    Map<String, Long> lost = new TreeMap<>();
    Map<String, String> unsafe = new TreeMap<>();
    for (RunningQueue queue : queues) {
      RunningQueue.Remains remains = queue.close();
      kept.put(remains.queue(), remains.kept());
      if (remains.lost() > 0) {
        lost.put(remains.queue(), remains.lost());
      }
      if (remains.unsafe() != null) {
        unsafe.put(remains.queue(), remains.unsafe());
      }
    }
    StopReport result = new StopReport(kept, lost, unsafe);
    LOGGER.info(
        "event=gateway-stopped kept={} lost={} unsafe={}",
        result.keptTotal(),
        result.lostTotal(),
        LogValue.of(result.unsafe().isEmpty() ? "none" : String.join(",", unsafe.keySet())));
    return result;
  }

  private static boolean isDone(CompletableFuture<?> all, Duration limit) {
    try {
      all.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
