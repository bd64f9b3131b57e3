package dev.spillway.queue;

import dev.spillway.Mode;
import dev.spillway.pressure.ThrottleCurve;
import dev.spillway.pressure.WaterMarks;
import dev.spillway.rate.RateSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a queue decides by and what can be changed while it runs. Immutable; {@link
 * EventQueue#change} takes a new one whole.
 *
 * <pre>{@code
 * queue.change(queue.policy().toBuilder().strategy(Strategy.ADAPTIVE).build());
 * }</pre>
 */
public final class QueuePolicy {
  private final Strategy strategy;
  private final WaterMarks waterMarks;
  private final ThrottleCurve throttle;
  private final Mode backpressureMode;
  private final double shedShare;
  private final Mode deadlineMode;
  private final TenantPolicy tenants;
  private final Mode rateMode;
  private final RateSettings rate;

  private QueuePolicy(Builder builder) {
    strategy = builder.strategy;
    waterMarks = builder.waterMarks;
    throttle = builder.throttle;
    backpressureMode = builder.backpressureMode;
    shedShare = builder.shedShare;
    deadlineMode = builder.deadlineMode;
    tenants = builder.tenants;
    rateMode = builder.rateMode;
    rate = builder.rate;
  }

  /** Begins with {@code strategy} and the defaults of everything else. */
  public static Builder builder(Strategy strategy) {
    return new Builder(strategy);
  }

  /** Begins with what this says. */
  public Builder toBuilder() {
    return builder(strategy)
        .waterMarks(waterMarks)
        .throttle(throttle)
        .backpressureMode(backpressureMode)
        .shedShare(shedShare)
        .deadlineMode(deadlineMode)
        .tenants(tenants)
        .rate(rateMode, rate);
  }

  /** What a lane does when it fills up. */
  public Strategy strategy() {
    return strategy;
  }

  /** When a lane's backpressure turns on and off. */
  public WaterMarks waterMarks() {
    return waterMarks;
  }

  /** How long producers should wait while it is on. */
  public ThrottleCurve throttle() {
    return throttle;
  }

  /** How far backpressure goes: its delays, and what ADAPTIVE spills before a lane is full. */
  public Mode backpressureMode() {
    return backpressureMode;
  }

  /** The part of a lower lane's waiting events that one pass of shedding displaces at most. */
  public double shedShare() {
    return shedShare;
  }

  /** How far the refusal of events goes whose deadline has passed when they are offered. */
  public Mode deadlineMode() {
    return deadlineMode;
  }

  /** What one tenant may take. */
  public TenantPolicy tenants() {
    return tenants;
  }

  /** How far the bound on the rate goes. */
  public Mode rateMode() {
    return rateMode;
  }

  /** How many events may come, and what is reserved for which priority. */
  public RateSettings rate() {
    return rate;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueuePolicy policy && parts().equals(policy.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return "QueuePolicy" + parts();
  }

  private List<Object> parts() {
    return List.of(
        strategy,
        waterMarks,
        throttle,
        backpressureMode,
        shedShare,
        deadlineMode,
        tenants,
        rateMode,
        rate);
  }

  /** Collects a policy's parts. Not thread-safe. */
  public static final class Builder {
    private Strategy strategy;
    private WaterMarks waterMarks = WaterMarks.DEFAULT;
    private ThrottleCurve throttle = ThrottleCurve.DEFAULT;
    private Mode backpressureMode = Mode.ENFORCE;
    private double shedShare = 0.3;
    private Mode deadlineMode = Mode.ENFORCE;
    private TenantPolicy tenants = TenantPolicy.OFF;
    private Mode rateMode = Mode.OFF;
    private RateSettings rate = RateSettings.builder().build();

    private Builder(Strategy strategy) {
      this.strategy = strategy;
    }

    /** What a lane does when it fills up. */
    public Builder strategy(Strategy strategy) {
      this.strategy = strategy;
      return this;
    }

    /** Default: on at 0.8 of a lane, off at 0.6. */
    public Builder waterMarks(WaterMarks marks) {
      waterMarks = marks;
      return this;
    }

    /** Default: 10 ms at the high mark, times 1.5 for each twentieth above, at most 1 s. */
    public Builder throttle(ThrottleCurve curve) {
      throttle = curve;
      return this;
    }

    /** Default: ENFORCE. A full lane acts as its strategy says whatever the mode is. */
    public Builder backpressureMode(Mode mode) {
      backpressureMode = mode;
      return this;
    }

    /**
     * With 0.3, a pass takes up to 30 of 100 waiting events of the lowest lane, and up to 15 of 100
     * of the next; passes follow until there is room. Default: 0.3.
     *
     * @throws IllegalArgumentException unless it is above 0 and at most 1
     */
    public Builder shedShare(double share) {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "shed-share must be above 0 and at most 1: shed-share=" + share);
      }
      shedShare = share;
      return this;
    }

    /**
     * Default: ENFORCE. Whatever the mode is, an event is not delivered after its deadline: what is
     * let in too late expires.
     */
    public Builder deadlineMode(Mode mode) {
      deadlineMode = mode;
      return this;
    }

    /** Default: {@link TenantPolicy#OFF}. */
    public Builder tenants(TenantPolicy limits) {
      tenants = limits;
      return this;
    }

    /** How many events may come, and how far that goes. Default: OFF. */
    public Builder rate(Mode mode, RateSettings settings) {
      rateMode = mode;
      rate = settings;
      return this;
    }

    public QueuePolicy build() {
      return new QueuePolicy(this);
    }
  }
}
