package dev.spillway.rate;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PriorityRate} keeps to. Immutable.
 *
 * <p>A priority's reserved share is a share of the burst that no lower priority can spend. While it
 * is short of tokens everything that comes goes to it first, so the share of the rate follows.
 */
public final class RateSettings {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final double eventsPerSecond;
  private final long burst;
  private final Duration window;
  private final long windowEvents;
  private final Map<Priority, Double> reserved;

  private RateSettings(Builder builder) {
    eventsPerSecond = builder.eventsPerSecond;
    burst = builder.burst;
    window = builder.window;
    windowEvents = builder.windowEvents;
    reserved = new EnumMap<>(builder.reserved);
  }

  /** Starts with 20,000,000 events a second, a burst of 2,000,000, and nothing reserved. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these settings. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.eventsPerSecond = eventsPerSecond;
    builder.burst = burst;
    builder.window = window;
    builder.windowEvents = windowEvents;
    builder.reserved.putAll(reserved);
    return builder;
  }

  /** Events a second on average; infinite when only the window bounds. */
  public double eventsPerSecond() {
    return eventsPerSecond;
  }

  /** Events that may come at once. */
  public long burst() {
    return burst;
  }

  /** The time that the rate is measured over, and that {@link #windowEvents()} bounds. */
  public Duration window() {
    return window;
  }

  /** How many events may come in any window; {@code Long.MAX_VALUE} without a bound. */
  public long windowEvents() {
    return windowEvents;
  }

  boolean boundsWindow() {
    return windowEvents != NO_LIMIT;
  }

  /** The share of the burst that {@code priority} alone and those above it can spend; 0 to 1. */
  public double reserved(Priority priority) {
    return reserved.getOrDefault(priority, 0.0);
  }

  /** How much of {@code whole} lower priorities than those above {@code priority} must leave. */
  long floor(Priority priority, long whole) {
    double share = 0;
    for (Priority above : Priority.values()) {
      if (above == priority) {
        break;
      }
      share += reserved(above);
    }
    return Math.min(whole - 1, (long) (share * whole));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RateSettings settings && parts().equals(settings.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return "RateSettings" + parts();
  }

  private List<Object> parts() {
    return List.of(eventsPerSecond, burst, window, windowEvents, reserved);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private double eventsPerSecond = 20_000_000;
    private long burst = 2_000_000;
    private Duration window = Duration.ofSeconds(60);
    private long windowEvents = NO_LIMIT;
    private final Map<Priority, Double> reserved = new EnumMap<>(Priority.class);

    private Builder() {}

    /**
     * Events a second.
     *
     * @throws IllegalArgumentException unless between 0.000001 and 1,000,000,000, or infinite
     */
    public Builder eventsPerSecond(double eventsPerSecond) {
      RateLaw.checkPerSecond(eventsPerSecond);
      this.eventsPerSecond = eventsPerSecond;
      return this;
    }

    /**
     * Events that may come at once.
     *
     * @throws IllegalArgumentException unless between 1 and 1,000,000,000,000
     */
    public Builder burst(long burst) {
      RateLaw.checkBurst(burst);
      this.burst = burst;
      return this;
    }

    /**
     * The time to measure over.
     *
     * @throws IllegalArgumentException below a millisecond
     */
    public Builder window(Duration window) {
      SlidingWindow.checkWindow(window);
      this.window = window;
      return this;
    }

    /**
     * How many events may come in any window. Default: no bound.
     *
     * @throws IllegalArgumentException below 1
     */
    public Builder windowEvents(long events) {
      if (events < 1) {
        throw new IllegalArgumentException(
            "window-events must be at least 1: window-events=" + events);
      }
      windowEvents = events;
      return this;
    }

    /**
     * Keeps a share of the burst, and of the window's events, for {@code priority} and those above.
     *
     * @throws IllegalArgumentException unless 0 or more and below 1
     */
    public Builder reserved(Priority priority, double share) {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException(
            "reserved must be 0 or more and below 1: reserved." + priority.token() + "=" + share);
      }
      reserved.put(priority, share);
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if all shares together are more than 1
     */
    public RateSettings build() {
      double sum = reserved.values().stream().mapToDouble(Double::doubleValue).sum();
      if (sum > 1 + 1e-9) {
        throw new IllegalArgumentException(
            "reserved must be at most 1 in all: reserved=" + reserved);
      }
      return new RateSettings(this);
    }
  }
}
