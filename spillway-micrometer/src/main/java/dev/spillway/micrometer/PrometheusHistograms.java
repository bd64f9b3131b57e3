package dev.spillway.micrometer;

import dev.spillway.TimeBucket;
import dev.spillway.micrometer.MeterFamily.DurationFigures;
import dev.spillway.micrometer.MeterFamily.Durations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * The histograms of one queue or limiter as Prometheus has them. Micrometer has no meter for counts
 * that somebody else keeps by bucket, so these go to the registry below it. This is the only class
 * that needs Prometheus on the class path.
 */
final class PrometheusHistograms<S> implements MultiCollector {
  private final Histograms<S> histograms;

  private PrometheusHistograms(Histograms<S> histograms) {
    this.histograms = histograms;
  }

  /** Adds them to a Prometheus registry; running what is returned takes them away again. */
  static <S> Runnable register(MeterRegistry registry, Histograms<S> histograms) {
    PrometheusRegistry below = ((PrometheusMeterRegistry) registry).getPrometheusRegistry();
    PrometheusHistograms<S> collector = new PrometheusHistograms<>(histograms);
    below.register(collector);
    return () -> below.unregister(collector);
  }

  @Override
  public MetricSnapshots collect() {
    S snapshot = histograms.snapshots().latest();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    for (MeterFamily<S> family : histograms.families()) {
      MeterDescription description = family.description();
      HistogramSnapshot.Builder histogram =
          HistogramSnapshot.builder()
              .name(description.prometheusName())
              .unit(Unit.SECONDS)
              .help(description.meaning());
      for (Durations<S> durations : family.durations()) {
        histogram.dataPoint(
            point(durations.figures().apply(snapshot), labels(description, durations)));
      }
      all.metricSnapshot(histogram.build());
    }
    return all.build();
  }

  private Labels labels(MeterDescription description, Durations<S> durations) {
    List<String> names = new ArrayList<>(description.labels());
    names.addAll(histograms.common().keySet());
    List<String> values = new ArrayList<>();
    values.add(histograms.name());
    values.addAll(durations.values());
    values.addAll(histograms.common().values());
    return Labels.of(names, values);
  }

  private static HistogramDataPointSnapshot point(DurationFigures figures, Labels labels) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (TimeBucket bucket : figures.buckets()) {
      buckets.bucket(bucket.atMostNanos() / MeterFamily.NANOS_PER_SECOND, bucket.count() - below);
      below = bucket.count();
    }
    buckets.bucket(Double.POSITIVE_INFINITY, figures.count() - below);
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(buckets.build())
        .sum(figures.totalNanos() / MeterFamily.NANOS_PER_SECOND)
        .labels(labels)
        .build();
  }
}
