package dev.spillway.server.sink;

import dev.spillway.circuit.CircuitBreaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Spreads calls over endpoints by their load. Thread-safe.
 *
 * <p>Of two endpoints drawn at random, the one on which a call would wait less is called: smoothed
 * latency times calls in flight. Two choices are nearly as good as all (M. Mitzenmacher, The Power
 * of Two Choices in Randomized Load Balancing, IEEE TPDS 12(10), 2001), and do not send everything
 * to whoever happens to be the fastest by a hair. An endpoint whose circuit would let a call
 * through to see whether it works again gets that call before all others.
 */
final class EndpointChoice {
  private final List<HttpEndpoint> endpoints;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final SplittableRandom random;

  EndpointChoice(List<HttpEndpoint> endpoints, long seed) {
    this.endpoints = List.copyOf(endpoints);
    random = new SplittableRandom(seed);
  }

  List<HttpEndpoint> endpoints() {
    return endpoints;
  }

  /** An endpoint with the permit to call it. */
  record Chosen(HttpEndpoint endpoint, long permit) {}

  /** The endpoint to call next, or null when none that is not among {@code tried} takes a call. */
  @Nullable Chosen next(Set<HttpEndpoint> tried, long nowNanos) {
    List<HttpEndpoint> open = new ArrayList<>();
    for (HttpEndpoint endpoint : endpoints) {
      if (!tried.contains(endpoint) && endpoint.untilCallNanos(nowNanos) == 0) {
        open.add(endpoint);
      }
    }
    while (!open.isEmpty()) {
      HttpEndpoint endpoint = best(open, nowNanos);
      long permit = endpoint.begin();
      if (permit != CircuitBreaker.REFUSED) {
        return new Chosen(endpoint, permit);
      }
      open.remove(endpoint); // somebody else was quicker
    }
    return null;
  }

  private HttpEndpoint best(List<HttpEndpoint> open, long nowNanos) {
    for (HttpEndpoint endpoint : open) {
      if (endpoint.needsProbes()) {
        return endpoint;
      }
    }
    if (open.size() == 1) {
      return open.get(0);
    }
    int first;
    int second;
    lock.lock();
    try {
      first = random.nextInt(open.size());
      second = random.nextInt(open.size() - 1);
    } finally {
      lock.unlock();
    }
    HttpEndpoint one = open.get(first);
    HttpEndpoint other = open.get(second < first ? second : second + 1);
    return one.expectedNanos(nowNanos) <= other.expectedNanos(nowNanos) ? one : other;
  }

  /** How long until some endpoint takes a call again, in nanoseconds. */
  long untilCallNanos(long nowNanos) {
    long until = Long.MAX_VALUE;
    for (HttpEndpoint endpoint : endpoints) {
      until = Math.min(until, endpoint.untilCallNanos(nowNanos));
    }
    return until;
  }
}
