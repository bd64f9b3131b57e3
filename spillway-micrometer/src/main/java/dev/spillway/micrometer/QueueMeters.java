package dev.spillway.micrometer;

import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.MeterFamily.DurationFigures;
import dev.spillway.micrometer.MeterFamily.Durations;
import dev.spillway.micrometer.MeterFamily.Series;
import dev.spillway.queue.EventQueue;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The meters of one queue and its dispatcher. Thread-safe.
 *
 * <p>They are read when a registry asks for them, and cost nothing in between: the queue is looked
 * at once for all that is asked within a second. Counters never go down while the queue lives.
 * Durations are histograms on a Prometheus registry; on others they are timers of count and sum,
 * with the maximum since the start.
 *
 * <pre>{@code
 * QueueMeters meters = QueueMeters.of(queue, dispatcher::figures);
 * meters.bindTo(registry);
 * ...
 * meters.close();
 * }</pre>
 */
public final class QueueMeters implements MeterBinder, AutoCloseable {
  private static final String PROMETHEUS =
      "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

  private final EventQueue queue;
  private final Snapshots snapshots;
  private final List<MeterFamily> families;
  private final ReentrantLock lock = new ReentrantLock();

  /** What takes away each thing that was registered; guarded by the lock. */
  private final List<Runnable> removals = new ArrayList<>();

  private QueueMeters(
      EventQueue queue, Supplier<DeliveryFigures> delivery, List<MeterFamily> families) {
    this.queue = queue;
    this.snapshots = new Snapshots(queue, delivery);
    this.families = families;
  }

  /**
   * Meters that are bound nowhere yet.
   *
   * @param delivery tells what the queue's dispatcher does
   */
  public static QueueMeters of(EventQueue queue, Supplier<DeliveryFigures> delivery) {
    return of(queue, delivery, "");
  }

  /**
   * Meters with the names of an older system beside Spillway's own.
   *
   * @param profile stands for the older system, such as {@code security-events}; one that replaces
   *     none adds nothing
   */
  public static QueueMeters of(
      EventQueue queue, Supplier<DeliveryFigures> delivery, String profile) {
    return new QueueMeters(
        queue, delivery, Stream.concat(own().stream(), OldNames.of(profile).stream()).toList());
  }

  /** Every meter of Spillway's own names. */
  public static List<MeterDescription> described() {
    return own().stream().map(MeterFamily::description).toList();
  }

  /** The meters with the names of the system that {@code profile} stands for. */
  public static List<MeterDescription> oldNames(String profile) {
    return OldNames.of(profile).stream().map(MeterFamily::description).toList();
  }

  private static List<MeterFamily> own() {
    return Stream.of(LaneFamilies.ALL, GuardFamilies.ALL, QueueFamilies.ALL, SinkFamilies.ALL)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Adds the meters to {@code registry}, which may be one of several.
   *
   * @throws IllegalStateException if it has meters of a queue of this name already
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    lock.lock();
    try {
      if (registry
              .find(families.get(0).description().name())
              .tag(MeterFamily.QUEUE, queue.name())
              .meter()
          != null) {
        throw new IllegalStateException(
            "queue must be bound to a registry once: queue=" + queue.name());
      }
      Snapshot snapshot = snapshots.latest();
      List<MeterFamily> histograms = new ArrayList<>();
      for (MeterFamily family : families) {
        if (!family.applies().test(snapshot)) {
          continue;
        }
        if (family.description().kind() == Kind.HISTOGRAM) {
          histograms.add(family);
        }
        for (Series series : family.series()) {
          registered(registry, meter(registry, family.description(), series));
        }
      }
      bindDurations(registry, new QueueHistograms(queue.name(), snapshots, histograms));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Functions hold the snapshots by themselves: registries hold what they are given weakly, and a
   * queue that lives must not lose its meters because nobody kept this object.
   */
  private Meter meter(MeterRegistry registry, MeterDescription description, Series series) {
    Tags tags = tags(description, series.values());
    ToDoubleFunction<Snapshots> value = from -> series.value().applyAsDouble(snapshots.latest());
    String unit = description.unit().isEmpty() ? null : description.unit();
    if (description.kind() == Kind.COUNTER) {
      return FunctionCounter.builder(description.name(), snapshots, value)
          .tags(tags)
          .baseUnit(unit)
          .description(description.meaning())
          .register(registry);
    }
    return Gauge.builder(description.name(), snapshots, value)
        .strongReference(true)
        .tags(tags)
        .baseUnit(unit)
        .description(description.meaning())
        .register(registry);
  }

  private void bindDurations(MeterRegistry registry, QueueHistograms histograms) {
    if (isPrometheus(registry)) {
      removals.add(PrometheusHistograms.register(registry, histograms));
      return;
    }
    for (MeterFamily family : histograms.families()) {
      for (Durations durations : family.durations()) {
        registerTimer(registry, family.description(), durations);
      }
    }
  }

  /** Asks by name, because the class may be absent. */
  private static boolean isPrometheus(MeterRegistry registry) {
    for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(PROMETHEUS)) {
        return true;
      }
    }
    return false;
  }

  private void registerTimer(
      MeterRegistry registry, MeterDescription description, Durations durations) {
    Tags tags = tags(description, durations.values());
    registered(
        registry,
        FunctionTimer.builder(
                description.name(),
                snapshots,
                from -> figures(durations).count(),
                from -> figures(durations).totalNanos(),
                TimeUnit.NANOSECONDS)
            .tags(tags)
            .description(description.meaning())
            .register(registry));
    registered(
        registry,
        TimeGauge.builder(
                description.name() + ".max",
                snapshots,
                TimeUnit.NANOSECONDS,
                from -> figures(durations).maxNanos())
            .strongReference(true)
            .tags(tags)
            .description(description.meaning() + ": the longest since the start")
            .register(registry));
  }

  private DurationFigures figures(Durations durations) {
    return durations.figures().apply(snapshots.latest());
  }

  private void registered(MeterRegistry registry, Meter meter) {
    removals.add(() -> registry.remove(meter));
  }

  private Tags tags(MeterDescription description, List<String> values) {
    Tags tags = Tags.of(MeterFamily.QUEUE, queue.name());
    for (int index = 0; index < values.size(); index++) {
      tags = tags.and(description.labels().get(index + 1), values.get(index));
    }
    return tags;
  }

  /** Looks at the queue now; a scrape that begins with this shows nothing older. */
  public void refresh() {
    snapshots.refresh();
  }

  /** Removes the meters from every registry. They may be bound again. */
  @Override
  public void close() {
    lock.lock();
    try {
      removals.forEach(Runnable::run);
      removals.clear();
    } finally {
      lock.unlock();
    }
  }
}
