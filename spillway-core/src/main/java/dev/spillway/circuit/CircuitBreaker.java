package dev.spillway.circuit;

import dev.spillway.Mode;
import dev.spillway.time.TimeSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps calls from something that fails until it works again. Thread-safe; while closed, and while
 * open, asking for a permit takes no lock and allocates nothing.
 *
 * <pre>{@code
 * long permit = circuit.tryAcquire();
 * if (permit != CircuitBreaker.REFUSED) {
 *   circuit.record(permit, call());
 * }
 * }</pre>
 *
 * <table>
 *   <caption>All legal moves; any other throws {@link IllegalStateException}</caption>
 *   <tr><th>from</th><th>when</th><th>to</th></tr>
 *   <tr><td>closed</td><td>a bound of the failure rate, of failures in a row or of failures in the
 *       window is reached</td><td>open</td></tr>
 *   <tr><td>open</td><td>the open time has passed and somebody asks</td><td>half-open</td></tr>
 *   <tr><td>half-open</td><td>enough calls succeeded</td><td>closed</td></tr>
 *   <tr><td>half-open</td><td>the failure rate is reached</td><td>open, for longer</td></tr>
 *   <tr><td>half-open</td><td>no call was answered for the answer time</td><td>open, for
 *       longer</td></tr>
 *   <tr><td>any</td><td>{@link #forceOpen}</td><td>open until reset</td></tr>
 *   <tr><td>any</td><td>{@link #forceClosed}</td><td>closed until reset</td></tr>
 *   <tr><td>any</td><td>{@link #reset}</td><td>closed</td></tr>
 * </table>
 *
 * <p>A call counts for the state in which it got its permit and for no later one. A half-open
 * circuit makes one call, and one more at once for each success, up to a bound. In mode MONITOR all
 * this happens, but calls that would be refused are let through, and their outcome counts nowhere;
 * in mode OFF nothing happens.
 *
 * <p>The idea is Michael Nygard's (Release It!, 2007).
 */
public final class CircuitBreaker {
  /** No permit: the call should not be made. */
  public static final long REFUSED = 0;

  /** The call may be made, and its outcome is of no interest. */
  private static final long UNCOUNTED = -1;

  private final String name;
  private final TimeSource time;
  private final MoveLog moves;
  private final LongAdder refused = new LongAdder();
  private final LongAdder wouldHaveRefused = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Mode mode;

  /** Guarded by the lock, but for its phase. */
  private final CircuitCourse course;

  CircuitBreaker(CircuitBreakerBuilder builder) {
    name = builder.name;
    time = builder.time;
    mode = builder.mode;
    moves = new MoveLog(name);
    course = new CircuitCourse(builder, moves);
  }

  /** A circuit whose {@code name} stands in what it logs. */
  public static CircuitBreakerBuilder builder(String name, TimeSource time) {
    return new CircuitBreakerBuilder(name, time);
  }

  public String name() {
    return name;
  }

  /** Tells {@code listener} of every later move. */
  public void onMove(CircuitListener listener) {
    moves.add(listener);
  }

  /**
   * Asks to make a call. Whoever gets a permit calls {@link #record} with it once, whatever becomes
   * of the call.
   *
   * @return a permit, or {@link #REFUSED}
   */
  public long tryAcquire() {
    if (mode == Mode.OFF) {
      return UNCOUNTED;
    }
    Phase now = course.phase();
    if (now.state() == CircuitState.CLOSED) {
      return now.generation();
    }
    long permit = REFUSED;
    if (!now.isOpenAt(time.nanoTime())) {
      permit = locked(course::tryAcquire);
    }
    if (permit != REFUSED) {
      return permit;
    }
    if (mode == Mode.MONITOR) {
      wouldHaveRefused.increment();
      return UNCOUNTED;
    }
    refused.increment();
    return REFUSED;
  }

  /**
   * How many calls may begin now, so that the most important can be chosen first: {@link
   * Integer#MAX_VALUE} while closed and in modes that refuse nothing.
   */
  public int permitsNow() {
    Phase now = course.phase();
    if (mode != Mode.ENFORCE || now.state() == CircuitState.CLOSED) {
      return Integer.MAX_VALUE;
    }
    if (now.isOpenAt(time.nanoTime())) {
      return 0;
    }
    return locked(course::permits);
  }

  /**
   * Nanoseconds until time alone may bring a permit: 0 if there is one now, {@link Long#MAX_VALUE}
   * if somebody holds the circuit open.
   */
  public long untilPermitNanos() {
    return permitsNow() > 0 ? 0 : locked(course::untilPermitNanos);
  }

  /**
   * Counts what became of a call.
   *
   * @param permit what {@link #tryAcquire} gave for it
   * @throws IllegalStateException if more calls of a half-open circuit are answered than were made
   */
  public void record(long permit, CallOutcome outcome) {
    if (permit == REFUSED) {
      throw new IllegalArgumentException("permit must be granted: permit=" + permit);
    }
    if (permit == UNCOUNTED) {
      return;
    }
    lock.lock();
    try {
      course.record(permit, outcome);
    } finally {
      lock.unlock();
    }
    moves.tell();
  }

  /** Refuses all calls until it is reset. */
  public void forceOpen() {
    byHand(MoveCause.FORCED_OPEN, "opened by hand");
  }

  /** Lets all calls through, whatever fails, until it is reset. */
  public void forceClosed() {
    byHand(MoveCause.FORCED_CLOSED, "closed by hand");
  }

  /** Closes, forgets what failed, and works by itself again. */
  public void reset() {
    byHand(MoveCause.RESET, "reset by hand");
  }

  private void byHand(MoveCause cause, String reason) {
    locked(
        () -> {
          course.move(cause, reason);
          return cause;
        });
  }

  /** Changes how far the circuit goes; its state stays. */
  public void mode(Mode mode) {
    this.mode = mode;
  }

  /** A consistent copy of all figures. */
  public CircuitFigures figures() {
    return locked(() -> course.figures(mode, refused.sum(), wouldHaveRefused.sum()));
  }

  /** Runs {@code step} under the lock, and then tells of the moves it made. */
  private <T> T locked(Supplier<T> step) {
    T result;
    lock.lock();
    try {
      result = step.get();
    } finally {
      lock.unlock();
    }
    moves.tell();
    return result;
  }

  @Override
  public String toString() {
    return locked(course::toString);
  }
}
