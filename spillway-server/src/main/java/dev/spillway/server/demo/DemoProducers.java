package dev.spillway.server.demo;

import dev.spillway.Priority;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One producer for each priority that posts events at a steady pace. Critical events ask for a
 * durable receipt, the others take what they get. Nothing is offered twice.
 */
final class DemoProducers {
  private static final String[] SEVERITIES = {"critical", "high", "medium", "low", "none"};
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String FILLER =
      "Failed password for invalid user from 203.0.113. port ssh2 ";

  private final DemoPlan plan;
  private final URI queue;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Priority, AtomicLong> offered = new EnumMap<>(Priority.class);
  private final List<TaskScheduler> schedulers = new ArrayList<>();
  private volatile @Nullable String failure;

  DemoProducers(DemoPlan plan, URI gateway, String queueName) {
    this.plan = plan;
    queue = gateway.resolve("/api/v1/queues/" + queueName + "/events");
    for (Priority priority : Priority.values()) {
      offered.put(priority, new AtomicLong());
    }
  }

  void start() {
    for (Priority priority : Priority.values()) {
      TaskScheduler scheduler = TaskScheduler.onThread("demo-" + priority.token());
      schedulers.add(scheduler);
      Producer producer = new Producer(priority, scheduler);
      scheduler.execute(producer::tick);
    }
  }

  /** Ends when the posts that are under way are answered. */
  void stop() {
    schedulers.forEach(TaskScheduler::close);
  }

  /** Events that were posted and answered. */
  long offered(Priority priority) {
    AtomicLong count = offered.get(priority);
    return count == null ? 0 : count.get();
  }

  /** What went wrong with a post, or null. */
  @Nullable String failure() {
    return failure;
  }

  private final class Producer {
    private final Priority priority;
    private final TaskScheduler scheduler;
    private final long startNanos;
    private long sent;

    Producer(Priority priority, TaskScheduler scheduler) {
      this.priority = priority;
      this.scheduler = scheduler;
      startNanos = scheduler.time().nanoTime();
    }

    void tick() {
      long elapsedNanos = scheduler.time().nanoTime() - startNanos;
      long loadNanos = TimeUnit.MILLISECONDS.toNanos(plan.loadMillis());
      double seconds = Math.min(elapsedNanos, loadNanos) / 1e9;
      long due = (long) (plan.offeredPerSecond(priority) * seconds) - sent;
      if (due > 0 && !post(due)) {
        return;
      }
      if (elapsedNanos < loadNanos) {
        scheduler.schedule(this::tick, TICK_NANOS);
      }
    }

    private boolean post(long events) {
      StringBuilder body = new StringBuilder();
      for (long number = sent; number < sent + events; number++) {
        appendEvent(body, number);
      }
      sent += events;
      String durability = priority == Priority.CRITICAL ? "?durability=durable" : "";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(queue + durability))
              .header("Content-Type", "application/x-ndjson")
              .timeout(TIMEOUT)
              .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
              .build();
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202 && answer.statusCode() != 503) {
          failure = "the gateway answered " + answer.statusCode() + ": " + answer.body();
          return false;
        }
        AtomicLong count = offered.get(priority);
        if (count != null) {
          count.addAndGet(events);
        }
        return true;
      } catch (IOException e) {
        failure = "a post failed: " + e;
      } catch (InterruptedException e) {
        failure = "a post was interrupted";
        Thread.currentThread().interrupt();
      }
      return false;
    }

    private void appendEvent(StringBuilder body, long number) {
      body.append("{\"id\":\"").append(priority.token()).append('-').append(number);
      body.append("\",\"severity\":\"").append(SEVERITIES[priority.ordinal()]);
      body.append("\",\"tenant\":\"demo\",\"data\":{\"message\":\"");
      body.append(FILLER).append(number).append("\"}}\n");
    }
  }
}
