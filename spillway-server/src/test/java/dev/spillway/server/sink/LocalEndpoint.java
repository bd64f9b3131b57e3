package dev.spillway.server.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service on a port of its own that takes batches, slowly, or not at all. */
final class LocalEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> log;
  private final AtomicInteger calls = new AtomicInteger();
  volatile int delayMillis;
  volatile int status = 200;

  /** Adds the body of every batch that it takes to {@code log}. */
  LocalEndpoint(List<String> log) throws IOException {
    this.log = log;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in");
  }

  int calls() {
    return calls.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS, threads)
        .execute(() -> answer(exchange, body));
  }

  private void answer(HttpExchange exchange, byte[] body) {
    int answered = status;
    if (answered == 200) {
      log.add(new String(body, StandardCharsets.UTF_8));
    }
    try {
      exchange.sendResponseHeaders(answered, -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
