package dev.spillway.server.config;

import dev.spillway.pressure.ThrottleCurve;
import dev.spillway.pressure.WaterMarks;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.queue.Strategy;
import java.time.Duration;

/** Makes a queue's policy out of the settings, and checks what must hold between its keys. */
final class PolicyAssembler {
  private final Settings settings;
  private final Mistakes mistakes;

  PolicyAssembler(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
  }

  QueuePolicy assemble(String queue, DiskMode diskMode) {
    return QueuePolicy.builder(strategy(queue, diskMode))
        .backpressureMode(settings.get(PolicyKeys.BACKPRESSURE_MODE, queue))
        .waterMarks(waterMarks(queue))
        .throttle(throttle(queue))
        .shedShare(settings.get(PolicyKeys.SHED_SHARE, queue))
        .deadlineMode(settings.get(PolicyKeys.DEADLINE_MODE, queue))
        .build();
  }

  private Strategy strategy(String queue, DiskMode mode) {
    Strategy strategy = settings.get(PolicyKeys.STRATEGY, queue);
    if (strategy != Strategy.SPILL || mode != DiskMode.NONE) {
      return strategy;
    }
    Setting setting = settings.setting(PolicyKeys.STRATEGY, queue);
    if (setting != null && setting.origin().layer().compareTo(Origin.Layer.PROFILE) > 0) {
      mistakes.add(
          setting.origin(),
          PolicyKeys.STRATEGY.path(queue)
              + " must not be spill when disk.mode is none, because spilling needs a disk:"
              + " strategy=spill");
    }
    return Strategy.DROP;
  }

  private WaterMarks waterMarks(String queue) {
    double low = settings.get(PolicyKeys.LOW_MARK, queue);
    double high = settings.get(PolicyKeys.HIGH_MARK, queue);
    if (low < high) {
      return new WaterMarks(low, high);
    }
    mistakes.add(
        settings.placeOf(PolicyKeys.LOW_MARK, queue),
        PolicyKeys.LOW_MARK.path(queue)
            + " must be below backpressure.high-mark: low-mark="
            + low
            + " high-mark="
            + high);
    return WaterMarks.DEFAULT;
  }

  private ThrottleCurve throttle(String queue) {
    Duration delay = settings.get(PolicyKeys.DELAY, queue);
    Duration longest = settings.get(PolicyKeys.LONGEST_DELAY, queue);
    if (longest.compareTo(delay) >= 0) {
      return new ThrottleCurve(delay, settings.get(PolicyKeys.MULTIPLIER, queue), longest);
    }
    mistakes.add(
        settings.placeOf(PolicyKeys.LONGEST_DELAY, queue),
        PolicyKeys.LONGEST_DELAY.path(queue)
            + " must be at least backpressure.delay: longest-delay="
            + longest.toMillis()
            + "ms delay="
            + delay.toMillis()
            + "ms");
    return ThrottleCurve.DEFAULT;
  }
}
