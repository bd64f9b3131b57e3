package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Stretch;
import java.time.Duration;
import java.util.List;

/**
 * A figure over time: it jumps at moments, and moves in straight lines where a stretch says so.
 * Immutable.
 */
final class Course {
  private final List<Part> parts;

  private Course(List<Part> parts) {
    this.parts = parts;
  }

  /** Follows {@code stretches}; without any it is {@code otherwise} at all times. */
  static Course of(List<Stretch> stretches, double otherwise) {
    return stretches.isEmpty()
        ? new Course(List.of(new Part(0, otherwise, otherwise, 0)))
        : new Course(stretches.stream().map(Part::of).toList());
  }

  /**
   * The figure at {@code nanos} after the start; what comes before the first stretch is its value.
   */
  double at(long nanos) {
    Part now = parts.get(0);
    for (Part part : parts) {
      if (part.fromNanos() <= nanos) {
        now = part;
      }
    }
    return now.at(nanos);
  }

  /** The first moment from {@code nanos} on at which it is above 0, or {@code otherwise}. */
  long nextAboveZero(long nanos, long otherwise) {
    if (at(nanos) > 0) {
      return nanos;
    }
    for (Part part : parts) {
      if (part.fromNanos() > nanos && part.value() > 0) {
        return part.fromNanos();
      }
    }
    return otherwise;
  }

  /** The most that it ever is. */
  double greatest() {
    double greatest = 0;
    for (Part part : parts) {
      greatest = Math.max(greatest, Math.max(part.value(), part.to()));
    }
    return greatest;
  }

  /** From a moment on a value, or on the way from it to another. */
  private record Part(long fromNanos, double value, double to, long overNanos) {
    static Part of(Stretch stretch) {
      Double to = stretch.to();
      Duration over = stretch.over();
      return new Part(
          stretch.from().toNanos(),
          stretch.value(),
          to == null ? stretch.value() : to,
          over == null ? 0 : over.toNanos());
    }

    double at(long nanos) {
      if (overNanos == 0 || nanos <= fromNanos) {
        return value;
      }
      double share = Math.min(1, (nanos - fromNanos) / (double) overNanos);
      return value + (to - value) * share;
    }
  }
}
