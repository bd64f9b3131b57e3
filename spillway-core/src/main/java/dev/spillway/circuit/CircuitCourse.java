package dev.spillway.circuit;

import dev.spillway.Mode;
import dev.spillway.internal.BackOff;
import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The state of a circuit, the figures that decide about it, and its moves. Guarded by the breaker's
 * lock; only the phase may be read without it.
 */
final class CircuitCourse {
  private static final double OPEN_TIME_FACTOR = 2;

  private final String name;
  private final TimeSource time;
  private final CircuitBounds bounds;
  private final CallWindow window;
  private final HalfOpenRamp ramp;
  private final BackOff openTimes;
  private final MoveLog moves;
  private int openingsInARow;
  private long openedTimes;
  private volatile Phase phase;

  CircuitCourse(CircuitBreakerBuilder builder, MoveLog moves) {
    name = builder.name;
    time = builder.time;
    bounds = new CircuitBounds(builder);
    window = new CallWindow(Nanos.of(builder.window), time.nanoTime());
    ramp = new HalfOpenRamp(builder.halfOpenCalls);
    openTimes =
        new BackOff(
            builder.openTime,
            OPEN_TIME_FACTOR,
            builder.longestOpenTime,
            new SplittableRandom(builder.seed));
    this.moves = moves;
    phase = new Phase(CircuitState.CLOSED, false, 1, time.nanoTime(), time.epochMillis(), 0);
  }

  Phase phase() {
    return phase;
  }

  /** A permit, or {@link CircuitBreaker#REFUSED}. */
  long tryAcquire() {
    moveWithTime();
    boolean granted =
        switch (phase.state()) {
          case CLOSED -> true;
          case OPEN -> false;
          case HALF_OPEN -> ramp.tryAcquire(time.nanoTime());
        };
    return granted ? phase.generation() : CircuitBreaker.REFUSED;
  }

  int permits() {
    moveWithTime();
    return switch (phase.state()) {
      case CLOSED -> Integer.MAX_VALUE;
      case OPEN -> 0;
      case HALF_OPEN -> ramp.permits();
    };
  }

  /** How long until time alone makes the next move; 0 if a permit does not need one. */
  long untilPermitNanos() {
    long nowNanos = time.nanoTime();
    if (phase.state() == CircuitState.HALF_OPEN && ramp.permits() <= 0) {
      return Math.max(1, bounds.answerNanos() - ramp.silentNanos(nowNanos));
    }
    return phase.untilHalfOpenNanos(nowNanos);
  }

  /** Counts the outcome of a call, unless the call began before the last move. */
  void record(long permit, CallOutcome outcome) {
    if (permit != phase.generation()) {
      return;
    }
    if (phase.state() == CircuitState.HALF_OPEN) {
      if (!ramp.record(outcome, time.nanoTime())) {
        throw new IllegalStateException("more answers than calls: " + this);
      }
      judgeRamp();
    } else if (outcome == CallOutcome.SUCCESS || outcome == CallOutcome.FAILURE) {
      window.record(outcome == CallOutcome.FAILURE, time.nanoTime());
      String reached = phase.held() ? null : bounds.reached(window);
      if (reached != null) {
        move(MoveCause.TOO_MANY_FAILURES, reached);
      }
    }
  }

  private void judgeRamp() {
    if (bounds.failsHalfOpen(ramp)) {
      move(
          MoveCause.HALF_OPEN_FAILURES,
          ramp.failures() + " of " + ramp.answered() + " calls tried failed");
    } else if (ramp.successes() >= bounds.successesToClose()) {
      move(
          MoveCause.HALF_OPEN_SUCCESSES,
          ramp.successes() + " of " + ramp.answered() + " calls tried succeeded");
    }
  }

  /** Makes the moves that time alone brings about. */
  private void moveWithTime() {
    long nowNanos = time.nanoTime();
    if (phase.state() == CircuitState.OPEN && !phase.isOpenAt(nowNanos)) {
      move(MoveCause.OPEN_TIME_PASSED, "open for " + seconds(nowNanos - phase.sinceNanos()));
    } else if (phase.state() == CircuitState.HALF_OPEN
        && ramp.silentNanos(nowNanos) >= bounds.answerNanos()) {
      move(
          MoveCause.NO_ANSWER,
          ramp.inFlight() + " of the calls tried gave no answer within " + bounds.answerTime());
    }
  }

  /** Changes the state, if the table has that move. */
  void move(MoveCause cause, String reason) {
    Phase before = phase;
    if (!cause.isLegalFrom(before.state(), before.held())) {
      throw new IllegalStateException("move must be in the table: move=" + cause + " " + this);
    }
    long nowNanos = time.nanoTime();
    long openNanos = 0;
    if (cause.to() == CircuitState.OPEN) {
      openedTimes += before.state() == CircuitState.OPEN ? 0 : 1;
      openNanos = cause.holds() ? Long.MAX_VALUE : nextOpenNanos(nowNanos);
    } else if (cause.to() == CircuitState.CLOSED) {
      window.clear(nowNanos);
    }
    if (cause == MoveCause.RESET) {
      openingsInARow = 0;
    }
    ramp.restart(nowNanos);
    long epochMillis = time.epochMillis();
    long generation = before.generation() + 1;
    phase = new Phase(cause.to(), cause.holds(), generation, nowNanos, epochMillis, openNanos);
    moves.add(new CircuitMove(epochMillis, before.state(), cause.to(), reason));
  }

  private long nextOpenNanos(long nowNanos) {
    boolean wasHealthy =
        phase.state() == CircuitState.CLOSED
            && nowNanos - phase.sinceNanos() >= bounds.healthyNanos();
    openingsInARow = wasHealthy ? 1 : openingsInARow + 1;
    return openTimes.delayNanos(openingsInARow);
  }

  CircuitFigures figures(Mode mode, long refused, long wouldHaveRefused) {
    long nowNanos = time.nanoTime();
    window.turnTo(nowNanos);
    return new Figures(
        phase.state(),
        mode,
        phase.held(),
        phase.sinceEpochMillis(),
        window.calls(),
        window.failures(),
        window.failureRate(),
        window.consecutiveFailures(),
        ramp.successes(),
        ramp.inFlight(),
        openedTimes,
        refused,
        wouldHaveRefused,
        phase.untilHalfOpenNanos(nowNanos),
        moves.last());
  }

  @Override
  public String toString() {
    return "circuit="
        + name
        + " state="
        + phase.state().token()
        + " held="
        + phase.held()
        + " generation="
        + phase.generation()
        + " calls="
        + window.calls()
        + " failures="
        + window.failures()
        + " consecutiveFailures="
        + window.consecutiveFailures()
        + " halfOpenInFlight="
        + ramp.inFlight()
        + " halfOpenSuccesses="
        + ramp.successes()
        + " halfOpenFailures="
        + ramp.failures();
  }

  private record Figures(
      CircuitState state,
      Mode mode,
      boolean held,
      long sinceEpochMillis,
      long calls,
      long failures,
      double failureRate,
      int consecutiveFailures,
      int halfOpenSuccesses,
      int halfOpenInFlight,
      long openedTimes,
      long refused,
      long wouldHaveRefused,
      long untilHalfOpenNanos,
      List<CircuitMove> moves)
      implements CircuitFigures {}

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}
