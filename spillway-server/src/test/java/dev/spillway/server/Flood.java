package dev.spillway.server;

import dev.spillway.Priority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Senders that go on whatever they are told. */
final class Flood implements AutoCloseable {
  private static final int EVENTS = 10;
  private static final int TEXT_LENGTH = 2_000;

  /** Senders that never pause would measure how they share the processors with the gateway. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final JsonMapper JSON = new JsonMapper();

  /** Nothing in it comes again, so that a log cannot make it smaller. */
  private static final String TEXT = text();

  private final URI url;
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean stopped;

  private Flood(URI gateway) {
    url = gateway.resolve("/api/v1/queues/default/events");
  }

  private static String text() {
    byte[] bytes = new byte[1 << 20];
    new SplittableRandom(7).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** One request, the ids that were accepted and the reason of the first that was not. */
  record Answer(
      Priority priority,
      int status,
      Set<String> accepted,
      String reason,
      long sentNanos,
      long nanos) {
    boolean isRefused() {
      return !reason.isEmpty();
    }
  }

  /** Starts {@code senders} of each priority down to {@code lowest}. */
  static Flood of(URI gateway, Priority lowest, int senders) {
    Flood flood = new Flood(gateway);
    for (Priority priority : Priority.values()) {
      if (!priority.isAtLeast(lowest)) {
        break;
      }
      for (int number = 0; number < senders; number++) {
        int seed = number;
        Thread thread = new Thread(() -> flood.send(priority, seed));
        thread.start();
        flood.senders.add(thread);
      }
    }
    return flood;
  }

  private void send(Priority priority, int seed) {
    HttpClient client = HttpClient.newHttpClient();
    SplittableRandom random = new SplittableRandom(seed);
    for (int request = 0; !stopped; request++) {
      try {
        answers.add(post(client, priority, priority.token() + "-" + seed + "-" + request, random));
      } catch (Exception e) {
        answers.add(new Answer(priority, -1, Set.of(), e.toString(), 0, Long.MAX_VALUE));
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Answer post(HttpClient client, Priority priority, String prefix, SplittableRandom random)
      throws Exception {
    List<String> ids = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (int event = 0; event < EVENTS; event++) {
      int from = random.nextInt(TEXT.length() - TEXT_LENGTH);
      ids.add(prefix + "-" + event);
      body.append("{\"id\":\"").append(prefix).append('-').append(event);
      body.append("\",\"text\":\"").append(TEXT, from, from + TEXT_LENGTH).append("\"}\n");
    }
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-ndjson")
            .header("Spillway-Priority", priority.token())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build();
    long sentNanos = System.nanoTime();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    long nanos = System.nanoTime() - sentNanos;
    Set<String> accepted = new HashSet<>(ids);
    String reason = "";
    for (JsonNode refused : JSON.readTree(answer.body()).path("refused")) {
      accepted.remove(ids.get(refused.path("index").asInt()));
      reason = refused.path("reason").asString();
      if (refused.path("retryAfterMillis").asInt() <= 0) {
        reason = "refused without a time to come back: " + reason;
      }
    }
    return new Answer(priority, answer.statusCode(), accepted, reason, sentNanos, nanos);
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  long refusals() {
    return answers.stream().filter(Answer::isRefused).count();
  }

  Set<String> accepted() {
    Set<String> accepted = new HashSet<>();
    answers.forEach(answer -> accepted.addAll(answer.accepted()));
    return accepted;
  }

  /** When each priority was refused first. */
  Map<Priority, Long> firstRefusals() {
    Map<Priority, Long> first = new EnumMap<>(Priority.class);
    for (Answer answer : answers) {
      if (answer.isRefused()) {
        first.merge(answer.priority(), answer.sentNanos() + answer.nanos(), Math::min);
      }
    }
    return first;
  }

  /** The time below which {@code percent} of the refusals came. */
  double refusalMillis(int percent) {
    long[] nanos =
        answers.stream().filter(Answer::isRefused).mapToLong(Answer::nanos).sorted().toArray();
    int index = (nanos.length * percent + 99) / 100 - 1;
    return nanos[index] / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  /** Lets each request that is on its way be answered. */
  @Override
  public void close() {
    stopped = true;
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
