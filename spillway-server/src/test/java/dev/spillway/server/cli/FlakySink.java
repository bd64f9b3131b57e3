package dev.spillway.server.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP endpoint that fails three calls of ten in three ways, hangs once, and never takes some
 * events. Keeps the first delivery of each event, by lane and in order. Thread-safe.
 */
final class FlakySink implements AutoCloseable {
  private static final Pattern LINE =
      Pattern.compile("\\{\"id\":\"([^\"]+)\",\"queue\":\"[^\"]+\",\"priority\":\"(\\w+)\"");

  private final Set<String> unwanted;
  private final int hangAfterEvents;
  private final long hangMillis;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The fields below are guarded by this. */
  private final SplittableRandom random = new SplittableRandom(30);

  private final Map<String, List<String>> firsts = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Long> takenNanos = new ArrayList<>();
  private int calls;
  private int failures;
  private int duplicates;
  private boolean hung;

  /**
   * Listens on a free port.
   *
   * @param unwanted ids that are refused whenever they come
   * @param hangAfterEvents when to hang
   * @param hangMillis for how long
   */
  FlakySink(Set<String> unwanted, int hangAfterEvents, long hangMillis) throws IOException {
    this.unwanted = unwanted;
    this.hangAfterEvents = hangAfterEvents;
    this.hangMillis = hangMillis;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (startsToHang()) {
        hang();
      }
      switch (luck()) {
        case 0 -> {} // the connection is dropped without an answer
        case 1 -> exchange.sendResponseHeaders(500, -1);
        case 2 -> {
          exchange.getResponseHeaders().add("Retry-After", "0");
          exchange.sendResponseHeaders(429, -1);
        }
        default -> take(exchange, body);
      }
    }
  }

  private synchronized boolean startsToHang() {
    boolean starts = !hung && seen.size() >= hangAfterEvents;
    hung |= starts;
    return starts;
  }

  private void hang() {
    try {
      closing.await(hangMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int luck() {
    int luck = random.nextInt(10);
    calls++;
    failures += luck < 3 ? 1 : 0;
    return luck;
  }

  private void take(HttpExchange exchange, String body) throws IOException {
    StringBuilder refused = new StringBuilder();
    Matcher matcher = LINE.matcher(body);
    synchronized (this) {
      while (matcher.find()) {
        String id = matcher.group(1);
        if (unwanted.contains(id)) {
          refused.append(refused.isEmpty() ? "" : ",");
          refused.append("{\"id\":\"").append(id).append("\",\"reason\":\"unwanted\"}");
        } else if (seen.add(id)) {
          firsts.computeIfAbsent(matcher.group(2), lane -> new ArrayList<>()).add(id);
        } else {
          duplicates++;
        }
        takenNanos.add(System.nanoTime());
      }
    }
    byte[] answer = ("{\"refused\":[" + refused + "]}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  /** The events of a lane in the order of their first deliveries. */
  synchronized List<String> firsts(String lane) {
    return List.copyOf(firsts.getOrDefault(lane, List.of()));
  }

  synchronized int events() {
    return seen.size();
  }

  /** How many deliveries came within the last {@code nanos}, duplicates included. */
  synchronized long takenWithin(long nanos) {
    long nowNanos = System.nanoTime();
    return takenNanos.stream().filter(taken -> nowNanos - taken <= nanos).count();
  }

  synchronized int duplicates() {
    return duplicates;
  }

  synchronized String figures() {
    return "calls="
        + calls
        + " failures="
        + failures
        + " events="
        + seen.size()
        + " duplicates="
        + duplicates;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
