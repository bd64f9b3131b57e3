package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Hang;
import dev.spillway.simulator.scenario.PlantSpec;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What happens to a plant over time, as far as everybody could know it. Immutable. */
final class Faults {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Longer than any run, and far from the end of numbers. */
  private static final long NEVER_NANOS = TimeUnit.DAYS.toNanos(1);

  private final PlantSpec plant;
  private final Course capacity;
  private final Course slowdown;
  private final Course network;
  private final long everyNanos;
  private final long pauseNanos;

  Faults(PlantSpec plant) {
    this.plant = plant;
    capacity = Course.of(plant.capacity(), 1);
    slowdown = Course.of(plant.slowdown(), 1);
    network = Course.of(plant.network(), 0);
    everyNanos = plant.pauses() == null ? 0 : plant.pauses().every().toNanos();
    pauseNanos = plant.pauses() == null ? 0 : plant.pauses().lasting().toNanos();
  }

  /** How long a call's work takes that begins now, or as soon as the plant moves again. */
  long serviceNanos(Call call, long nowNanos) {
    for (Hang hang : plant.hangs()) {
      if (Objects.equals(hang.dependency(), call.task.dependency())
          && hang.span().contains(nowNanos)) {
        return hang.lasting().toNanos();
      }
    }
    long beginNanos = beginNanos(nowNanos);
    return beginNanos == NEVER_NANOS
        ? NEVER_NANOS
        : (long) (call.workNanos() * slowdown.at(beginNanos) / capacity.at(beginNanos));
  }

  private long beginNanos(long nowNanos) {
    return capacity.nextAboveZero(nowNanos, NEVER_NANOS);
  }

  /** When work of such a length ends that begins now, with the pauses in between. */
  long endNanos(long nowNanos, long workNanos) {
    long at = beginNanos(nowNanos);
    if (everyNanos == 0 || at == NEVER_NANOS) {
      return at + workNanos;
    }
    long left = workNanos;
    while (true) {
      long phase = at % everyNanos;
      long runs = everyNanos - pauseNanos;
      if (phase >= runs) {
        at += everyNanos - phase;
        phase = 0;
      }
      long run = Math.min(left, runs - phase);
      at += run;
      left -= run;
      if (left == 0) {
        return at;
      }
    }
  }

  /** How long an answer is on its way. */
  long networkNanos(long nowNanos) {
    return (long) (network.at(nowNanos) * NANOS_PER_MILLI);
  }
}
