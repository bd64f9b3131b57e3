package dev.spillway.micrometer;

import dev.spillway.limit.Limiter;
import dev.spillway.limit.LimiterFigures;
import java.util.List;

/**
 * The meters of one limiter; several in one registry are told apart by their names. Thread-safe.
 *
 * <p>They are read when a registry asks for them, and cost nothing in between: the limiter is
 * looked at once for all that is asked within a second. Counters never go down while the limiter
 * lives. Waits are histograms on a Prometheus registry; on others they are timers of count and sum,
 * with the maximum since the start.
 *
 * <pre>{@code
 * LimiterMeters meters = LimiterMeters.of(limiter);
 * meters.bindTo(registry);
 * ...
 * limiter.close();
 * meters.close();
 * }</pre>
 *
 * <p>A registry keeps the limiters whose meters are bound to it: close the meters of one that is
 * used no more.
 */
public final class LimiterMeters extends Binding<LimiterFigures> {
  private LimiterMeters(Limiter limiter) {
    super(
        limiter.name(),
        new Snapshots<>(limiter.time(), nowNanos -> limiter.figures()),
        LimiterFamilies.of(limiter.figures().service().keySet()));
  }

  /** Meters that are bound nowhere yet. */
  public static LimiterMeters of(Limiter limiter) {
    return new LimiterMeters(limiter);
  }

  /** Every meter of a limiter. */
  public static List<MeterDescription> described() {
    return LimiterFamilies.of(List.of()).stream().map(MeterFamily::description).toList();
  }
}
