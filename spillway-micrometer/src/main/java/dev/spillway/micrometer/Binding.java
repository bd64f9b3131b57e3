package dev.spillway.micrometer;

import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.MeterFamily.DurationFigures;
import dev.spillway.micrometer.MeterFamily.Durations;
import dev.spillway.micrometer.MeterFamily.Series;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one queue or limiter in the registries that they were bound to. Thread-safe.
 *
 * @param <S> what the meters' values are taken from
 */
abstract class Binding<S> implements MeterBinder, AutoCloseable {
  private static final String PROMETHEUS =
      "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

  private final String name;
  private final Snapshots<S> snapshots;
  private final List<MeterFamily<S>> families;
  private final ReentrantLock lock = new ReentrantLock();

  /** What takes away each thing that was registered; guarded by the lock. */
  private final List<Runnable> removals = new ArrayList<>();

  /**
   * Bound nowhere yet.
   *
   * @param name the value of every meter's first label
   * @param families all with the same first label
   */
  Binding(String name, Snapshots<S> snapshots, List<MeterFamily<S>> families) {
    this.name = name;
    this.snapshots = snapshots;
    this.families = families;
  }

  /**
   * Adds the meters to {@code registry}, which may be one of several.
   *
   * @throws IllegalStateException if it has meters of the same kind and name already
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    lock.lock();
    try {
      checkNew(registry);
      S snapshot = snapshots.latest();
      List<MeterFamily<S>> histograms = new ArrayList<>();
      Map<String, String> common = new TreeMap<>();
      for (MeterFamily<S> family : families) {
        if (!family.applies().test(snapshot)) {
          continue;
        }
        if (family.description().kind() == Kind.HISTOGRAM) {
          histograms.add(family);
        }
        for (Series<S> series : family.series()) {
          Meter meter = meter(registry, family.description(), series);
          registered(registry, meter);
          common = common(registry, meter, family.description());
        }
      }
      bindDurations(registry, new Histograms<>(name, snapshots, histograms, common));
    } finally {
      lock.unlock();
    }
  }

  /** The labels that a registry was told to add to every meter. */
  private static Map<String, String> common(
      MeterRegistry registry, Meter meter, MeterDescription description) {
    Map<String, String> common = new TreeMap<>();
    for (Tag tag : meter.getId().getConventionTags(registry.config().namingConvention())) {
      if (!description.labels().contains(tag.getKey())) {
        common.put(tag.getKey(), tag.getValue());
      }
    }
    return common;
  }

  private void checkNew(MeterRegistry registry) {
    MeterDescription first = families.get(0).description();
    String label = first.labels().get(0);
    if (registry.find(first.name()).tag(label, name).meter() != null) {
      throw new IllegalStateException(
          label + " must be bound to a registry once: " + label + "=" + name);
    }
  }

  /**
   * Functions hold the snapshots by themselves: registries hold what they are given weakly, and
   * what lives must not lose its meters because nobody kept the object that bound them.
   */
  private Meter meter(MeterRegistry registry, MeterDescription description, Series<S> series) {
    Tags tags = tags(description, series.values());
    ToDoubleFunction<Snapshots<S>> value = from -> series.value().applyAsDouble(snapshots.latest());
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

  private void bindDurations(MeterRegistry registry, Histograms<S> histograms) {
    if (isPrometheus(registry)) {
      removals.add(PrometheusHistograms.register(registry, histograms));
      return;
    }
    for (MeterFamily<S> family : histograms.families()) {
      for (Durations<S> durations : family.durations()) {
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
      MeterRegistry registry, MeterDescription description, Durations<S> durations) {
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

  private DurationFigures figures(Durations<S> durations) {
    return durations.figures().apply(snapshots.latest());
  }

  private void registered(MeterRegistry registry, Meter meter) {
    removals.add(() -> registry.remove(meter));
  }

  private Tags tags(MeterDescription description, List<String> values) {
    List<String> labels = description.labels();
    Tags tags = Tags.of(labels.get(0), name);
    for (int index = 0; index < values.size(); index++) {
      tags = tags.and(labels.get(index + 1), values.get(index));
    }
    return tags;
  }

  /** Looks at it now; a scrape that begins with this shows nothing older. */
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
