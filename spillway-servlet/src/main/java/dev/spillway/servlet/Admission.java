package dev.spillway.servlet;

import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Acquisition;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.Permit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the limiter, until its answer is complete. Thread-safe.
 *
 * <pre>
 *   ASKED ── startAsync ──► WAITING ── client gone, or nobody decides ──► GIVEN_UP
 *     │                        │                                             │
 *     └──────────────► DECIDED ◄┘                                     a permit goes back at once
 * </pre>
 */
final class Admission implements AcquireCallback, AsyncListener {
  /**
   * So much later than its deadline a request that waits is given up, whatever the limiter does.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private enum Stage {
    ASKED,
    WAITING,
    DECIDED,
    GIVEN_UP
  }

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Propagation terms;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.ASKED);

  /** Written before the stage is DECIDED; one of the two. */
  private volatile @Nullable Permit permit;

  private volatile @Nullable Refused refusal;

  /** Written before the stage is WAITING. */
  private volatile @Nullable AsyncContext context;

  /** The way out of the limiter's queue; written before anything can be given up. */
  private volatile @Nullable Acquisition acquisition;

  /** What the container gives asynchronous requests. */
  private volatile long timeoutMillis;

  /** What went wrong with the work; null for nothing so far. */
  private volatile @Nullable Outcome trouble;

  Admission(HttpServletRequest request, HttpServletResponse response, Propagation terms) {
    this.request = request;
    this.response = response;
    this.terms = terms;
  }

  Propagation terms() {
    return terms;
  }

  boolean isDecided() {
    return stage.get() == Stage.DECIDED;
  }

  /** Why the work must not begin; null if it may. */
  @Nullable Refused refusal() {
    return refusal;
  }

  @Override
  public void admitted(Permit granted) {
    permit = granted;
    decided();
  }

  @Override
  public void refused(Refused decision) {
    refusal = decision;
    decided();
  }

  private void decided() {
    switch (stage.getAndUpdate(now -> now == Stage.GIVEN_UP ? now : Stage.DECIDED)) {
      case WAITING -> goOn();
      case GIVEN_UP -> close();
      default -> {} // who asked looks by itself
    }
  }

  /** Lets the request wait without its thread. Called by the thread that serves it. */
  void await() {
    try {
      AsyncContext started = request.startAsync(request, response);
      timeoutMillis = started.getTimeout();
      started.setTimeout(terms.timeLeft().plus(PATIENCE).toMillis());
      started.addListener(this);
      context = started;
    } catch (RuntimeException e) {
      if (!giveUp()) {
        close(); // it was granted at that moment
      }
      throw e;
    }
    if (!stage.compareAndSet(Stage.ASKED, Stage.WAITING)) {
      goOn();
    }
  }

  /** The wait is over: the work, or the refusal, is done by a thread of the container. */
  private void goOn() {
    AsyncContext waiting = context;
    if (waiting == null) {
      throw new IllegalStateException("nobody waits: " + stage);
    }
    try {
      restoreTimeout(waiting);
      if (refusal == null) {
        waiting.dispatch();
      } else {
        waiting.start(() -> tellRefusal(waiting));
      }
    } catch (IllegalStateException e) { // the container has ended the request meanwhile
      close();
    }
  }

  /** What the servlet starts next has the container's time, where that may be said so late. */
  private void restoreTimeout(AsyncContext waiting) {
    try {
      waiting.setTimeout(timeoutMillis);
    } catch (IllegalStateException e) {
      // this container keeps a timeout for each start on its own
    }
  }

  private void tellRefusal(AsyncContext waiting) {
    Refused decision = refusal;
    try {
      if (decision != null) {
        Problem.of(decision).send(response);
      }
    } catch (IOException e) {
      // the client has gone, and needs no answer
    } finally {
      waiting.complete();
    }
  }

  /** The limiter was asked and has not answered yet, or has. */
  void asked(Acquisition asked) {
    acquisition = asked;
  }

  private boolean giveUp() {
    Stage before = stage.getAndUpdate(now -> now == Stage.DECIDED ? now : Stage.GIVEN_UP);
    Acquisition asked = acquisition;
    if (before == Stage.DECIDED) {
      return false;
    }
    if (asked != null) {
      asked.cancel();
    }
    return before != Stage.GIVEN_UP;
  }

  /** The work has thrown something. */
  void failed() {
    if (trouble == null) {
      trouble = Outcome.FAILED;
    }
    end();
  }

  /** The filters and servlets behind have returned: the work is done, or goes on elsewhere. */
  void returned(ServletRequest served) {
    if (!served.isAsyncStarted()) {
      end();
      return;
    }
    try {
      served.getAsyncContext().addListener(this);
    } catch (IllegalStateException e) { // it is over already
      end();
    }
  }

  private void end() {
    Permit held = permit;
    if (held != null) {
      held.complete(outcome());
    }
  }

  private Outcome outcome() {
    Outcome seen = trouble;
    if (seen != null) {
      return seen;
    }
    int status = response.getStatus();
    if (status == HttpServletResponse.SC_GATEWAY_TIMEOUT) {
      return Outcome.TIMED_OUT;
    }
    return status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
        ? Outcome.FAILED
        : Outcome.SUCCEEDED;
  }

  private void close() {
    Permit held = permit;
    if (held != null) {
      held.close();
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (!giveUp()) {
      end();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    if (!giveUp()) {
      failed(); // servers do not always tell of the end of a request that failed
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    if (giveUp()) {
      Problem.of(new Refused(Reason.DEADLINE_PASSED, Duration.ZERO)).send(response);
      event.getAsyncContext().complete();
    } else {
      trouble = Outcome.TIMED_OUT;
    }
  }

  @Override
  public String toString() {
    return "admission " + stage;
  }
}
