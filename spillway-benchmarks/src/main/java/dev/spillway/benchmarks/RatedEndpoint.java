package dev.spillway.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A service that takes batches of lines over HTTP, so many lines a second and no more. Thread-safe.
 */
public final class RatedEndpoint implements AutoCloseable {
  private static final byte[] ID = "{\"id\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int OK = 200;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TaskScheduler answers = TaskScheduler.onThread("endpoint-answers");
  private final Consumer<String> ids;
  private volatile double nanosPerLine;

  /** Guarded by this. */
  private long busyUntilNanos = answers.time().nanoTime();

  /**
   * Listens on a free port.
   *
   * @param linesPerSecond {@link Double#POSITIVE_INFINITY} for as many as come
   * @param ids is told each line's id as soon as its batch is read
   */
  public RatedEndpoint(double linesPerSecond, Consumer<String> ids) throws IOException {
    this.ids = ids;
    rate(linesPerSecond);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** Takes so many from now on. */
  public void rate(double linesPerSecond) {
    nanosPerLine = TimeUnit.SECONDS.toNanos(1) / linesPerSecond;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int lines = 0;
    for (int at = 0; at < body.length; at = endOf(body, at, '\n') + 1) {
      int from = at + ID.length;
      ids.accept(new String(body, from, endOf(body, from, '"') - from, StandardCharsets.US_ASCII));
      lines++;
    }
    answers.schedule(() -> answer(exchange), Math.max(0, waitNanos(lines)));
  }

  private synchronized long waitNanos(int lines) {
    long nowNanos = answers.time().nanoTime();
    busyUntilNanos += Math.max(0, nowNanos - busyUntilNanos);
    busyUntilNanos += (long) (lines * nanosPerLine);
    return busyUntilNanos - nowNanos;
  }

  private static int endOf(byte[] body, int from, char end) {
    int at = from;
    while (at < body.length && body[at] != end) {
      at++;
    }
    return at;
  }

  private static void answer(HttpExchange exchange) {
    try {
      exchange.sendResponseHeaders(OK, -1);
    } catch (IOException e) {
      throw new UncheckedIOException("answer can't be sent", e);
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    answers.close();
  }
}
