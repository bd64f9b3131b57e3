package dev.spillway.servlet;

import dev.spillway.Headers;
import dev.spillway.Mode;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.OverloadException;
import dev.spillway.limit.Request;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Lets requests through to the servlets behind it as a {@link Limiter} decides. Thread-safe.
 *
 * <pre>{@code
 * Limiter limiter = Limiter.builder("shop").slots(64).build();
 * LimiterFilter filter = LimiterFilter.builder(limiter).tenant(HttpServletRequest::getRemoteUser).build();
 * FilterRegistration.Dynamic added = servletContext.addFilter("limiter", filter);
 * added.setAsyncSupported(true);
 * added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
 * }</pre>
 *
 * <p>A request's priority comes from its path; headers may lower it and shorten its deadline. One
 * that is refused is answered 503, with {@code Retry-After} where trying again helps and a problem
 * (RFC 9457) whose {@code reason} is a {@link Reason}. One with a header that cannot be understood
 * is answered 400. In modes other than ENFORCE nothing is refused, and such headers are ignored.
 *
 * <p>The permit is held until the answer is complete, also by servlets that go on asynchronously;
 * an exception or a 5xx tells the limiter of a failure, an asynchronous timeout or a 504 of work
 * that took too long. A request that is dispatched again needs no second permit. Limiters of
 * several filters in one application need different names.
 *
 * <p>The limiter is its owner's to close.
 */
public final class LimiterFilter implements Filter {
  private final Limiter limiter;
  private final Intake intake;
  private final boolean asyncWaiting;
  private final String attribute;

  LimiterFilter(LimiterFilterBuilder settings) {
    limiter = settings.limiter;
    intake = new Intake(settings);
    asyncWaiting = settings.asyncWaiting;
    attribute = LimiterFilter.class.getName() + "." + limiter.name();
  }

  /** A filter with the default settings. */
  public static LimiterFilter of(Limiter limiter) {
    return builder(limiter).build();
  }

  /** Settings of a filter that asks {@code limiter}. */
  public static LimiterFilterBuilder builder(Limiter limiter) {
    return new LimiterFilterBuilder(limiter);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest asked)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
    } else if (request.getAttribute(attribute) instanceof Admission admission) {
      again(admission, request, response, chain);
    } else if (isAside(request.getDispatcherType())) {
      chain.doFilter(request, response);
    } else {
      first(asked, answer, chain);
    }
  }

  /** Pages for errors, and parts of others' answers, are not refused. */
  private static boolean isAside(DispatcherType type) {
    return type == DispatcherType.ERROR || type == DispatcherType.INCLUDE;
  }

  /** It has its permit: in a dispatch of its own it goes on, and otherwise is part of its work. */
  private static void again(
      Admission admission, ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      work(admission, request, response, chain);
    } else {
      admission.terms().serve(request, response, chain);
    }
  }

  private void first(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean enforced = limiter.mode() == Mode.ENFORCE;
    Propagation terms;
    try {
      terms = intake.read(request, enforced);
    } catch (InvalidHeaderException e) {
      Problem.of(e).send(response);
      return;
    }
    if (request.getHeader(Headers.PRIORITY) != null) {
      response.setHeader(Headers.PRIORITY, terms.priority().token());
    }
    Refused late = terms.timeLeft().isZero() ? limiter.refuseLate(Intake.asked(terms)) : null;
    if (late != null) {
      Problem.of(late).send(response);
      return;
    }
    Admission admission = new Admission(request, response, terms);
    request.setAttribute(attribute, admission);
    terms.attachTo(request);
    acquire(admission, request);
    if (!admission.isDecided()) {
      admission.await();
      return;
    }
    Refused refusal = admission.refusal();
    if (refusal == null) {
      work(admission, request, response, chain);
    } else {
      Problem.of(refusal).send(response);
    }
  }

  /** Asks for a permit; afterwards it is decided, or the request has to wait without its thread. */
  private void acquire(Admission admission, HttpServletRequest request) {
    Request asked = Intake.asked(admission.terms());
    if (asyncWaiting && request.isAsyncSupported()) {
      admission.asked(limiter.acquire(asked, admission));
      return;
    }
    try {
      admission.admitted(limiter.acquire(asked));
    } catch (OverloadException e) {
      admission.refused(e.decision());
    } catch (InterruptedException e) { // the container stops
      Thread.currentThread().interrupt();
      admission.refused(new Refused(Reason.STOPPING, Duration.ofSeconds(1)));
    }
  }

  private static void work(
      Admission admission, ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      admission.terms().serve(request, response, chain);
    } catch (IOException | ServletException | RuntimeException | Error e) {
      admission.failed();
      throw e;
    }
    admission.returned(request);
  }
}
