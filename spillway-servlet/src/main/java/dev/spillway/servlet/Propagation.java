package dev.spillway.servlet;

import dev.spillway.Headers;
import dev.spillway.Priority;
import dev.spillway.time.TimeSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about the request that is worked on, to be told to the services that it needs:
 * its priority, its tenant, and how much of its time is left. Immutable but for the time that
 * passes; may be used by any thread.
 *
 * <pre>{@code
 * HttpRequest.Builder call = HttpRequest.newBuilder(stock);
 * Propagation.of(request).addTo(call);
 * }</pre>
 */
public final class Propagation {
  private static final String ATTRIBUTE = Propagation.class.getName();
  private static final ThreadLocal<@Nullable Propagation> CURRENT = new ThreadLocal<>();

  private final Priority priority;
  private final @Nullable String tenant;
  private final TimeSource time;
  private final long deadlineNanos;

  Propagation(Priority priority, @Nullable String tenant, TimeSource time, long deadlineNanos) {
    this.priority = priority;
    this.tenant = tenant;
    this.time = time;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Of a request that went through a {@link LimiterFilter}, the last one if there were several. For
   * threads that go on with an asynchronous request, as long as it is not complete.
   *
   * @throws IllegalStateException if it went through none
   */
  public static Propagation of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Propagation found) {
      return found;
    }
    throw new IllegalStateException(
        "the request went through no LimiterFilter; map one to its path and dispatch");
  }

  /** Of the request that this thread serves; null on a thread that serves none. */
  public static @Nullable Propagation current() {
    return CURRENT.get();
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Has the request served by what is behind the filter; meanwhile this is the thread's own. */
  void serve(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Propagation before = CURRENT.get();
    CURRENT.set(this);
    try {
      chain.doFilter(request, response);
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  public Priority priority() {
    return priority;
  }

  /** Whose request it is; null for nobody's in particular. */
  public @Nullable String tenant() {
    return tenant;
  }

  /** How long the caller still waits; zero when its deadline has passed. */
  public Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - time.nanoTime()));
  }

  /**
   * The headers for a call to another service, made now. The deadline is told as what is left, in
   * whole milliseconds; 0 means that it has passed, and that the call is better not made. A tenant
   * that is more than visible ASCII characters and spaces cannot stand in a header, and is left
   * out.
   */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Headers.PRIORITY, priority.token());
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(timeLeft().toNanos());
    headers.put(Headers.DEADLINE_MILLIS, Long.toString(leftMillis));
    if (tenant != null && isSendable(tenant)) {
      headers.put(Headers.TENANT, tenant);
    }
    return headers;
  }

  private static boolean isSendable(String text) {
    return !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Sets the headers of a call to another service, in place of any that were set before. */
  public void addTo(HttpRequest.Builder call) {
    headers().forEach(call::setHeader);
  }
}
