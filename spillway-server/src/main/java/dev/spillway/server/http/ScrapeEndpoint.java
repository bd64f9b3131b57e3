package dev.spillway.server.http;

import dev.spillway.server.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * Prometheus' text, in the form that the client prefers. One scrape is made at a time, and who asks
 * meanwhile shares the next: however many ask, ingest keeps the other processors, and nobody is
 * shown what is older than their question. Thread-safe.
 */
final class ScrapeEndpoint implements Endpoint {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final Telemetry telemetry;
  private final IngestEndpoint.Seams seams;
  private final ReentrantLock lock = new ReentrantLock();

  /** Who gets the next scrape; guarded by the lock, as is the other. */
  private List<Exchange> asking = new ArrayList<>();

  private boolean making;

  ScrapeEndpoint(Telemetry telemetry, IngestEndpoint.Seams seams) {
    this.telemetry = telemetry;
    this.seams = seams;
  }

  @Override
  public void serve(Exchange exchange, String queue) {
    lock.lock();
    try {
      asking.add(exchange);
      if (making) {
        return;
      }
      making = true;
    } finally {
      lock.unlock();
    }
    make();
  }

  /** Answers all who asked so far, and leaves those who asked since to another thread. */
  private void make() {
    try {
      Map<String, byte[]> made = new HashMap<>();
      taken().forEach(exchange -> answer(exchange, made));
    } finally {
      pass();
    }
  }

  private void answer(Exchange exchange, Map<String, byte[]> made) {
    try {
      String mediaType = prefersOpenMetrics(exchange) ? Telemetry.OPEN_METRICS : Telemetry.TEXT;
      exchange.send(200, mediaType, made.computeIfAbsent(mediaType, this::scrape));
    } catch (RuntimeException | Error e) {
      exchange.problem(Router.unexpected(seams.ids(), exchange.request(), e));
    }
  }

  private void pass() {
    lock.lock();
    try {
      making = !asking.isEmpty();
      if (making) {
        seams.executor().execute(this::make);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for the next scrape. */
  int asking() {
    lock.lock();
    try {
      return asking.size();
    } finally {
      lock.unlock();
    }
  }

  private List<Exchange> taken() {
    lock.lock();
    try {
      List<Exchange> all = asking;
      asking = new ArrayList<>();
      return all;
    } finally {
      lock.unlock();
    }
  }

  private byte[] scrape(String mediaType) {
    return telemetry.scrape(mediaType).getBytes(StandardCharsets.UTF_8);
  }

  /** The first of the two forms in the order that the client likes them; text when it is silent. */
  private static boolean prefersOpenMetrics(Exchange exchange) {
    QuotedQualityCSV accepted = new QuotedQualityCSV();
    try {
      exchange.request().getHeaders().getValuesList(HttpHeader.ACCEPT).forEach(accepted::addValue);
    } catch (IllegalArgumentException e) {
      return false; // quotes that do not end say nothing about what is liked
    }
    for (String type : accepted.getValues()) {
      String bare = type.strip();
      if (bare.startsWith(OPEN_METRICS)) {
        return true;
      }
      if (bare.startsWith("text/") || bare.startsWith("*/*")) {
        return false;
      }
    }
    return false;
  }
}
