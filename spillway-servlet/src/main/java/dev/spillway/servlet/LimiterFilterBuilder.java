package dev.spillway.servlet;

import dev.spillway.limit.Limiter;
import dev.spillway.limit.RequestRules;
import dev.spillway.time.TimeSource;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link LimiterFilter}. Not thread-safe. */
public final class LimiterFilterBuilder {
  final Limiter limiter;
  RequestRules rules = RequestRules.standard();
  PriorityTrust priorityTrust = PriorityTrust.MAY_LOWER;
  Function<HttpServletRequest, @Nullable String> tenant = request -> null;
  boolean tenantFromHeader;
  @Nullable Duration longestDeadline;
  boolean asyncWaiting;
  TimeSource time = TimeSource.system();

  LimiterFilterBuilder(Limiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Tells a request's priority by its path below the context's, decoded, without parameters.
   * Default: {@link RequestRules#standard()}.
   */
  public LimiterFilterBuilder rules(RequestRules rules) {
    this.rules = rules;
    return this;
  }

  /**
   * How far callers may choose their priority. Default: {@link PriorityTrust#MAY_LOWER}, because
   * whoever sends headers can claim anything.
   */
  public LimiterFilterBuilder priorityHeader(PriorityTrust trust) {
    priorityTrust = trust;
    return this;
  }

  /**
   * Tells whose a request is, null for nobody's in particular: {@code request ->
   * request.getRemoteUser()}, for example. It is asked once for each request, before it waits.
   * Default: nobody's.
   */
  public LimiterFilterBuilder tenant(Function<HttpServletRequest, @Nullable String> tenant) {
    this.tenant = tenant;
    tenantFromHeader = false;
    return this;
  }

  /**
   * Believes the header {@code Spillway-Tenant}. For callers that are known: others could take as
   * many shares as they make up names.
   */
  public LimiterFilterBuilder tenantFromHeader() {
    tenantFromHeader = true;
    return this;
  }

  /**
   * The most that the header {@code Spillway-Deadline-Ms} can ask for; more is lowered to it. 30 s,
   * for example. Default: the limiter's own deadline for the request's priority, so that a header
   * can only shorten it.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LimiterFilterBuilder longestDeadline(Duration longest) {
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException(
          "longest-deadline must be positive: longest-deadline=" + longest);
    }
    longestDeadline = longest;
    return this;
  }

  /**
   * Lets requests wait without a thread, where the container lets them be asynchronous. Default:
   * the container's thread waits.
   *
   * <p>A request that has waited so goes on in a dispatch of type ASYNC. The filters behind this
   * one therefore see it in that dispatch alone: map each of them, and this one, to ASYNC as well
   * as REQUEST, or register this one behind them. <b>A filter that is not mapped to ASYNC, or skips
   * it, does not see requests that waited</b>, which matters if it is the one that checks who
   * calls.
   */
  public LimiterFilterBuilder asyncWaiting() {
    asyncWaiting = true;
    return this;
  }

  /** What measures deadlines. Default: the JVM's clock. */
  public LimiterFilterBuilder time(TimeSource time) {
    this.time = time;
    return this;
  }

  /** A filter with these settings. */
  public LimiterFilter build() {
    return new LimiterFilter(this);
  }
}
