package dev.spillway.queue;

import dev.spillway.Delayed;
import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Zone;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How full a lane is, whether its backpressure is on, and what that has led to. Thread-safe and
 * lock-free.
 *
 * <p>Two offers that cross a mark together may both count the crossing; nothing else hangs on it.
 */
final class LaneGauge {
  private final Priority lane;
  private final DoubleSupplier utilization;
  private final LongAdder activations = new LongAdder();
  private final LongAdder delayed = new LongAdder();
  private final LongAdder spilledEarly = new LongAdder();
  private final LongAdder wouldHaveDelayed = new LongAdder();
  private final LongAdder wouldHaveSpilled = new LongAdder();
  private volatile boolean on;

  /** The last delay that was told, which the next one often equals. */
  private volatile @Nullable Delayed lastTold;

  /**
   * A gauge.
   *
   * @param utilization how full the lane is, from 0 to 1
   */
  LaneGauge(Priority lane, DoubleSupplier utilization) {
    this.lane = lane;
    this.utilization = utilization;
  }

  double utilization() {
    return utilization.getAsDouble();
  }

  /**
   * What {@code policy} has in mind for the next event, whatever its mode.
   *
   * @param seen the utilization
   */
  Course course(QueuePolicy policy, double seen) {
    if (policy.backpressureMode() == Mode.OFF) {
      return Course.ADMIT;
    }
    return turned(policy, seen) ? Course.of(policy.strategy(), lane, seen) : Course.ADMIT;
  }

  /** Turns on or off if a mark was passed; returns whether it is on. */
  private boolean turned(QueuePolicy policy, double seen) {
    boolean was = on;
    boolean is = policy.waterMarks().next(was, seen);
    if (is != was) {
      on = is;
      if (is) {
        activations.increment();
      }
    }
    return is;
  }

  /** Counts {@code events} events that took {@code course}, or would have. */
  void took(Course course, Mode mode, long events) {
    if (course == Course.ADMIT) {
      return;
    }
    boolean spilled = course == Course.SPILL;
    if (mode == Mode.ENFORCE) {
      (spilled ? spilledEarly : delayed).add(events);
    } else {
      (spilled ? wouldHaveSpilled : wouldHaveDelayed).add(events);
    }
  }

  /** What a producer on {@code course} is told. */
  Delayed told(QueuePolicy policy, Course course, double seen) {
    long delayNanos = delayNanos(policy, course, seen);
    Delayed last = lastTold;
    if (last != null && last.delay().toNanos() == delayNanos) {
      return last;
    }
    Delayed told = new Delayed(Duration.ofNanos(delayNanos), Reason.BACKPRESSURE);
    lastTold = told;
    return told;
  }

  private static long delayNanos(QueuePolicy policy, Course course, double seen) {
    long once = policy.throttle().delayNanos(seen, policy.waterMarks().high());
    return Math.min(course.delays() * once, policy.throttle().longest().toNanos());
  }

  /** The state now and the counts so far. */
  PressureFigures figures(QueuePolicy policy) {
    double seen = utilization();
    Course course = course(policy, seen);
    boolean tells = course.delays() > 0 && policy.backpressureMode() == Mode.ENFORCE;
    return new Figures(
        seen,
        on,
        tells ? Duration.ofNanos(delayNanos(policy, course, seen)) : Duration.ZERO,
        activations.sum(),
        delayed.sum(),
        spilledEarly.sum(),
        wouldHaveDelayed.sum(),
        wouldHaveSpilled.sum());
  }

  private record Figures(
      double utilization,
      boolean on,
      Duration delay,
      long activations,
      long delayed,
      long spilledEarly,
      long wouldHaveDelayed,
      long wouldHaveSpilled)
      implements PressureFigures {
    @Override
    public Zone zone() {
      return utilization >= 1 ? Zone.RED : on ? Zone.YELLOW : Zone.GREEN;
    }
  }
}
