package dev.spillway.server.config;

import dev.spillway.Priority;
import dev.spillway.pressure.ThrottleCurve;
import dev.spillway.pressure.WaterMarks;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.queue.Strategy;
import dev.spillway.queue.TenantPolicy;
import dev.spillway.rate.Quota;
import dev.spillway.rate.RateSettings;
import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        .rate(settings.get(PolicyKeys.RATE_MODE, queue), rate(queue))
        .tenants(tenants(queue))
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

  private RateSettings rate(String queue) {
    RateSettings.Builder rate =
        RateSettings.builder()
            .eventsPerSecond(settings.get(PolicyKeys.RATE, queue))
            .burst(settings.get(PolicyKeys.RATE_BURST, queue))
            .window(settings.get(PolicyKeys.RATE_WINDOW, queue));
    Long windowEvents = settings.find(PolicyKeys.RATE_WINDOW_EVENTS, queue);
    if (windowEvents != null) {
      rate.windowEvents(windowEvents);
    }
    double sum = 0;
    Key<Double> last = null;
    for (Map.Entry<Priority, Key<Double>> reserve : PolicyKeys.RATE_RESERVED.entrySet()) {
      double share = settings.get(reserve.getValue(), queue);
      sum += share;
      last = share > 0 ? reserve.getValue() : last;
      if (sum < 1) {
        rate.reserved(reserve.getKey(), share);
      }
    }
    if (sum >= 1 && last != null) {
      mistakes.add(
          settings.placeOf(last, queue),
          "all of queues." + queue + ".rate.reserved must be below 1 in all: reserved=" + sum);
    }
    return rate.build();
  }

  private TenantPolicy tenants(String queue) {
    Double perSecond = settings.find(PolicyKeys.TENANT_RATE, queue);
    Long burst = settings.find(PolicyKeys.TENANT_BURST, queue);
    double standard = perSecond == null ? Double.POSITIVE_INFINITY : perSecond;
    Map<String, Quota> named = new HashMap<>();
    settings
        .get(PolicyKeys.TENANT_QUOTAS, queue)
        .forEach((tenant, own) -> named.put(tenant, quota(own, burst)));
    TenantPolicy.Quotas quotas = TenantPolicy.OFF.quota();
    try {
      quotas = new TenantPolicy.Quotas(quota(standard, burst), named);
    } catch (IllegalArgumentException e) {
      mistakes.add(
          settings.placeOf(PolicyKeys.TENANT_QUOTAS, queue),
          "queues." + queue + ".tenants." + e.getMessage());
    }
    return new TenantPolicy(
        settings.get(PolicyKeys.TENANTS_MODE, queue),
        quotas,
        settings.get(PolicyKeys.TENANT_SHARE, queue));
  }

  private static Quota quota(double perSecond, @Nullable Long burst) {
    double ofOneSecond = Double.isInfinite(perSecond) ? 1 : Math.max(1, perSecond);
    return new Quota(perSecond, burst == null ? (long) ofOneSecond : burst);
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
