package dev.spillway.server.telemetry;

import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.limit.Limiter;
import dev.spillway.micrometer.LimiterMeters;
import dev.spillway.micrometer.MeterDescription;
import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.QueueMeters;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.security.Denial;
import dev.spillway.server.security.Denials;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every meter of the gateway, as Prometheus reads them. Thread-safe. */
public final class Telemetry implements AutoCloseable {
  /** The text format of Prometheus. */
  public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** OpenMetrics. */
  public static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final MeterDescription BODIES =
      gauge("spillway.http.bodies", "Memory that requests' bodies in flight take");
  private static final MeterDescription BODIES_BOUND =
      gauge("spillway.http.bodies.bound", "The bound on that memory");
  private static final MeterDescription CONNECTIONS =
      new MeterDescription(
          "spillway.http.connections", Kind.GAUGE, "", List.of(), "Connections that are open");
  private static final MeterDescription CONNECTIONS_BOUND =
      new MeterDescription(
          "spillway.http.connections.bound",
          Kind.GAUGE,
          "",
          List.of(),
          "How many may be open at once");
  private static final MeterDescription CUT_OFF =
      new MeterDescription(
          "spillway.http.connections.cut",
          Kind.COUNTER,
          "",
          List.of("reason"),
          "Connections that were cut off because the client was slow, or to make room for others");

  private static final MeterDescription DENIED =
      new MeterDescription(
          "spillway.http.denied",
          Kind.COUNTER,
          "",
          List.of("reason"),
          "Requests that were refused for their key, scope, tenant, site, host or a missing header");
  private static final MeterDescription REQUESTS =
      new MeterDescription(
          "spillway.http.requests",
          Kind.COUNTER,
          "",
          List.of("key"),
          "Requests by the key that they showed, - for no known one, whatever became of them");
  private static final MeterDescription LOWERED =
      new MeterDescription(
          "spillway.events.lowered",
          Kind.COUNTER,
          "",
          List.of("queue"),
          "Events of a higher priority than their key's highest, which they were given instead");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<QueueMeters> queues = new CopyOnWriteArrayList<>();
  private final List<LimiterMeters> limiters = new CopyOnWriteArrayList<>();

  /** The registry refers to them weakly. */
  private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** The process alone; queues and limiters are added. */
  public Telemetry() {
    registry.throwExceptionOnRegistrationFailure();
    registry.config().meterFilter(MeterFilter.deny(id -> UNCONVENTIONAL.contains(id.getName())));
    List<MeterBinder> process =
        List.of(
            new JvmMemoryMetrics(),
            collections,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics());
    process.forEach(binder -> binder.bindTo(registry));
  }

  /** Names that Prometheus' own checker complains of: a count that is none, and nanoseconds. */
  private static final List<String> UNCONVENTIONAL =
      List.of("system.cpu.count", "process.cpu.time");

  private static MeterDescription gauge(String name, String meaning) {
    return new MeterDescription(name, Kind.GAUGE, "bytes", List.of(), meaning);
  }

  /** The meters of the gateway beside those of queues and limiters. */
  public static List<MeterDescription> described() {
    return List.of(
        BODIES, BODIES_BOUND, CONNECTIONS, CONNECTIONS_BOUND, CUT_OFF, REQUESTS, DENIED, LOWERED);
  }

  /** Adds the meters of a queue, with the old names of its profile. */
  public void add(EventQueue queue, Supplier<DeliveryFigures> delivery, String profile) {
    QueueMeters meters = QueueMeters.of(queue, delivery, profile);
    meters.bindTo(registry);
    queues.add(meters);
  }

  /** Adds the meters of a limiter. */
  public void add(Limiter limiter) {
    LimiterMeters meters = LimiterMeters.of(limiter);
    meters.bindTo(registry);
    limiters.add(meters);
  }

  /** Adds the memory that bodies take. */
  public void bodies(LongSupplier usedBytes, LongSupplier boundBytes) {
    register(BODIES, usedBytes);
    register(BODIES_BOUND, boundBytes);
  }

  /** Adds the number of connections. */
  public void connections(LongSupplier open, LongSupplier bound) {
    register(CONNECTIONS, open);
    register(CONNECTIONS_BOUND, bound);
  }

  /** Adds the number of connections that were closed against their clients' will. */
  public void cutOff(LongSupplier slow, LongSupplier displaced) {
    counter(CUT_OFF, "slow", slow);
    counter(CUT_OFF, "room", displaced);
  }

  /** Adds the requests that showed {@code key}. */
  public void requests(String key, LongSupplier requests) {
    counter(REQUESTS, key, requests);
  }

  /** Adds who was not let in, by reason. */
  public void denied(Denials denials) {
    for (Denial denial : Denial.values()) {
      counter(DENIED, denial.token(), () -> denials.count(denial));
    }
  }

  /** Adds the events of {@code queue} that wanted more than they may. */
  public void lowered(String queue, LongSupplier events) {
    counter(LOWERED, queue, events);
  }

  private void counter(MeterDescription description, String label, LongSupplier value) {
    counted.add(value);
    FunctionCounter.builder(description.name(), value, LongSupplier::getAsLong)
        .tag(description.labels().get(0), label)
        .baseUnit(unitOf(description))
        .description(description.meaning())
        .register(registry);
  }

  private static @Nullable String unitOf(MeterDescription description) {
    return description.unit().isEmpty() ? null : description.unit();
  }

  private void register(MeterDescription description, LongSupplier value) {
    Gauge.builder(description.name(), value, LongSupplier::getAsLong)
        .strongReference(true)
        .baseUnit(unitOf(description))
        .description(description.meaning())
        .register(registry);
  }

  /**
   * All meters as text, each queue and limiter as it is now.
   *
   * @param mediaType {@link #TEXT} or {@link #OPEN_METRICS}
   */
  public String scrape(String mediaType) {
    queues.forEach(QueueMeters::refresh);
    limiters.forEach(LimiterMeters::refresh);
    return registry.scrape(mediaType);
  }

  @Override
  public void close() {
    collections.close();
    queues.forEach(QueueMeters::close);
    limiters.forEach(LimiterMeters::close);
    registry.close();
  }
}
