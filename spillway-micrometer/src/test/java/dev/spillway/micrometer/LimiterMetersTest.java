package dev.spillway.micrometer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimiterMetersTest {
  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(5));
  private final Limiter limiter =
      Limiter.builder("shop")
          .slots(2)
          .deadline(Duration.ofMillis(100))
          .partition("stock", 0.5)
          .scheduler(scheduler)
          .build();
  private final MeterRegistry simple = new SimpleMeterRegistry();
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();
  private final LimiterMeters meters = LimiterMeters.of(limiter);
  private final Asking asking = new Asking();

  @AfterEach
  void nothingIsLeft() {
    while (!asking.permits.isEmpty()) {
      asking.permits.remove().succeeded();
    }
    assertThat(limiter.figures().inFlight()).isZero();
    assertThat(limiter.figures().waiting().values()).allMatch(waiting -> waiting == 0);
  }

  private String scrape() {
    meters.refresh();
    return prometheus.scrape();
  }

  private void ask(Priority priority) {
    limiter.acquire(Request.of(priority), asking);
  }

  /** Two at work, one that waited for 30 ms, one that waits, one that gave up, one refused. */
  private void work() {
    ask(Priority.NORMAL);
    ask(Priority.NORMAL);
    ask(Priority.HIGH);
    ask(Priority.LOW);
    assertThat(limiter.acquire(Request.of(Priority.BULK), asking).cancel()).isTrue();
    scheduler.advance(Duration.ofMillis(30));
    asking.permits.remove().succeeded();
    assertThat(limiter.tryAcquire(Request.of(Priority.NORMAL))).isNull();
    meters.refresh();
  }

  @Test
  void bindTo_anyRegistry_showsStateAndCounts() {
    meters.bindTo(simple);
    work();

    assertThat(gauge("spillway.limiter.limit")).isEqualTo(2);
    assertThat(gauge("spillway.limiter.in.flight")).isEqualTo(2);
    assertThat(gauge("spillway.limiter.waiting.requests", "priority", "low")).isEqualTo(1);
    assertThat(gauge("spillway.limiter.waiting.requests", "priority", "high")).isZero();
    assertThat(gauge("spillway.limiter.mode", "mode", "enforce")).isEqualTo(1);
    assertThat(gauge("spillway.limiter.mode", "mode", "monitor")).isZero();
    assertThat(counter("spillway.limiter.admitted.requests", "priority", "normal")).isEqualTo(2);
    assertThat(counter("spillway.limiter.admitted.requests", "priority", "high")).isEqualTo(1);
    assertThat(counter("spillway.limiter.abandoned.requests", "priority", "bulk")).isEqualTo(1);
    assertThat(
            counter(
                "spillway.limiter.refused.requests", "priority", "normal", "reason", "no-permit"))
        .isEqualTo(1);
    assertThat(counter("spillway.limiter.reclaimed.permits")).isZero();
  }

  @Test
  void bindTo_anyRegistry_showsWaitsAsATimer() {
    meters.bindTo(simple);
    work();

    var wait = simple.get("spillway.limiter.wait").tag("priority", "high").functionTimer();
    assertThat(wait.count()).isEqualTo(1);
    assertThat(wait.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
    assertThat(
            simple
                .get("spillway.limiter.wait.max")
                .tag("priority", "high")
                .timeGauge()
                .value(TimeUnit.MILLISECONDS))
        .isEqualTo(30);
  }

  private double gauge(String name, String... tags) {
    return simple.get(name).tag("limiter", "shop").tags(tags).gauge().value();
  }

  private double counter(String name, String... tags) {
    return simple.get(name).tag("limiter", "shop").tags(tags).functionCounter().count();
  }

  @Test
  void bindTo_prometheus_showsWaitsAsAHistogramInSeconds() {
    meters.bindTo(prometheus);
    work();

    assertThat(scrape())
        .contains(
            "# TYPE spillway_limiter_wait_seconds histogram",
            "spillway_limiter_wait_seconds_bucket{limiter=\"shop\",priority=\"high\",le=\"0.025\"} 0",
            "spillway_limiter_wait_seconds_bucket{limiter=\"shop\",priority=\"high\",le=\"0.05\"} 1",
            "spillway_limiter_wait_seconds_bucket{limiter=\"shop\",priority=\"high\",le=\"+Inf\"} 1",
            "spillway_limiter_wait_seconds_sum{limiter=\"shop\",priority=\"high\"} 0.03",
            "spillway_limiter_wait_seconds_count{limiter=\"shop\",priority=\"normal\"} 0",
            "spillway_limiter_admitted_requests_total{limiter=\"shop\",priority=\"normal\"} 2.0");
  }

  @Test
  void bindTo_prometheusWithCommonTags_showsThemWithHistogramsToo() {
    prometheus.config().commonTags("app.name", "web");
    meters.bindTo(prometheus);
    work();

    assertThat(scrape())
        .contains(
            "spillway_limiter_in_flight{app_name=\"web\",limiter=\"shop\"} 2.0",
            "spillway_limiter_wait_seconds_count{app_name=\"web\",limiter=\"shop\",priority=\"high\"} 1");
  }

  @Test
  void dependencies_oneHangs_isToldApartFromTheOthers() {
    meters.bindTo(prometheus);
    Request request = Request.of(Priority.NORMAL).withDependency("stock");
    limiter.acquire(request, asking);
    limiter.acquire(request, asking);
    for (int call = 0; call < 2; call++) {
      scheduler.advance(Duration.ofMillis(10));
      asking.permits.remove().succeeded();
    }
    limiter.acquire(request, asking);
    scheduler.advance(Duration.ofMillis(400));

    assertThat(scrape())
        .contains(
            "spillway_limiter_hanging{dependency=\"stock\",limiter=\"shop\"} 1.0",
            "spillway_limiter_hanging{dependency=\"-\",limiter=\"shop\"} 0.0",
            "spillway_limiter_service_seconds{dependency=\"stock\",limiter=\"shop\"} "
                + seconds("stock"),
            "spillway_limiter_service_seconds{dependency=\"-\",limiter=\"shop\"} " + seconds(""));
    assertThat(seconds("stock")).isGreaterThan(seconds(""));
  }

  private double seconds(String dependency) {
    return limiter.figures().service().getOrDefault(dependency, Duration.ZERO).toNanos() / 1e9;
  }

  @Test
  void monitor_moreThanFits_showsWhatWouldHaveBeenRefused() {
    meters.bindTo(prometheus);
    limiter.mode(Mode.MONITOR);
    for (int request = 0; request < 3; request++) {
      asking.permits.add(requireNonNull(limiter.tryAcquire(Request.of(Priority.LOW))));
    }

    assertThat(scrape())
        .contains(
            "spillway_limiter_monitored_requests_total{limiter=\"shop\",priority=\"low\"} 1.0",
            "spillway_limiter_in_flight{limiter=\"shop\"} 3.0",
            "spillway_limiter_mode{limiter=\"shop\",mode=\"monitor\"} 1.0");
  }

  @Test
  void reclaimed_isCounted() {
    meters.bindTo(prometheus);
    ask(Priority.NORMAL);
    scheduler.advance(Duration.ofMinutes(1));

    assertThat(scrape()).contains("spillway_limiter_reclaimed_permits_total{limiter=\"shop\"} 1.0");
  }

  @Test
  void scrape_withinASecond_isOfOneMoment() {
    meters.bindTo(prometheus);
    assertThat(scrape()).contains("spillway_limiter_in_flight{limiter=\"shop\"} 0.0");
    ask(Priority.NORMAL);

    assertThat(prometheus.scrape()).contains("spillway_limiter_in_flight{limiter=\"shop\"} 0.0");
    scheduler.advance(Duration.ofSeconds(2));
    assertThat(prometheus.scrape()).contains("spillway_limiter_in_flight{limiter=\"shop\"} 1.0");
  }

  @Test
  void described_namesWhatIsRegisteredAndNothingElse() {
    meters.bindTo(prometheus);
    TreeSet<String> shown = new TreeSet<>();
    for (String line : scrape().split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        shown.add(line.substring("# TYPE ".length()));
      }
    }
    TreeSet<String> described = new TreeSet<>();
    for (MeterDescription meter : LimiterMeters.described()) {
      described.add(meter.prometheusName() + " " + meter.kind().token());
    }
    assertThat(shown).isEqualTo(described);
  }

  @Test
  void bindTo_twoLimiters_areToldApartByName() {
    meters.bindTo(prometheus);
    try (Limiter other = Limiter.builder("desk").slots(7).scheduler(scheduler).build();
        LimiterMeters more = LimiterMeters.of(other)) {
      more.bindTo(prometheus);
      assertThat(scrape())
          .contains(
              "spillway_limiter_limit{limiter=\"desk\"} 7.0",
              "spillway_limiter_limit{limiter=\"shop\"} 2.0",
              "spillway_limiter_wait_seconds_count{limiter=\"desk\",priority=\"bulk\"} 0",
              "spillway_limiter_wait_seconds_count{limiter=\"shop\",priority=\"bulk\"} 0");
    }
    assertThat(scrape()).doesNotContain("desk").contains("shop");
  }

  @Test
  void bindTo_sameNameTwice_isRefused() {
    meters.bindTo(simple);

    assertThatIllegalStateException()
        .isThrownBy(() -> LimiterMeters.of(limiter).bindTo(simple))
        .withMessage("limiter must be bound to a registry once: limiter=shop");
  }

  @Test
  void close_removesEveryMeterAndBindsAgain() {
    meters.bindTo(simple);
    meters.bindTo(prometheus);
    assertThat(simple.getMeters()).isNotEmpty();

    meters.close();

    assertThat(simple.getMeters()).isEmpty();
    assertThat(prometheus.getMeters()).isEmpty();
    assertThat(prometheus.scrape()).isEmpty();
    meters.bindTo(prometheus);
    assertThat(scrape()).contains("spillway_limiter_wait_seconds");
  }

  @Test
  void bindTo_metersAreKeptByNobody_stillTellTheFigures() {
    LimiterMeters.of(limiter).bindTo(simple);
    ask(Priority.NORMAL);
    scheduler.advance(Duration.ofSeconds(2));
    System.gc();

    assertThat(counter("spillway.limiter.admitted.requests", "priority", "normal")).isEqualTo(1);
    assertThat(gauge("spillway.limiter.in.flight")).isEqualTo(1);
  }

  @Test
  void close_limiterIsUsedNoMore_isKeptByNoRegistry() throws Exception {
    ReferenceQueue<Limiter> gone = new ReferenceQueue<>();
    WeakReference<Limiter> used = new WeakReference<>(boundAndClosed(), gone);
    Reference<? extends Limiter> found = null;
    for (int look = 0; look < 100 && found == null; look++) {
      System.gc();
      found = gone.remove(100);
    }
    assertThat(found).isSameAs(used);
  }

  private Limiter boundAndClosed() {
    try (Limiter closed = Limiter.builder("closed").slots(1).scheduler(scheduler).build();
        LimiterMeters bound = LimiterMeters.of(closed)) {
      bound.bindTo(simple);
      bound.bindTo(prometheus);
      return closed;
    }
  }

  /** Keeps the permits that it is given, and expects no refusal. */
  private static final class Asking implements AcquireCallback {
    private final Deque<Permit> permits = new ArrayDeque<>();

    @Override
    public void admitted(Permit permit) {
      permits.add(permit);
    }

    @Override
    public void refused(Refused decision) {
      throw new AssertionError(decision);
    }
  }
}
