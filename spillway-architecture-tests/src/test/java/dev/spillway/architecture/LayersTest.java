package dev.spillway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses spillway = Spillway.mainClasses();

  private void check(ArchRule rule) {
    rule.check(spillway);
  }

  @Test
  void core_usesNothingButTheJdkAndJSpecify() {
    check(
        noClasses()
            .that(resideInAnyPackage(Spillway.CORE))
            .should()
            .dependOnClassesThat(
                not(resideInAnyPackage("java..", "org.jspecify.."))
                    .and(not(resideInAnyPackage(Spillway.CORE))))
            .because("core has no runtime dependency; put what needs a library in its own module"));
  }

  @Test
  void spill_usesCoreAndZstdOnly() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.spill.."))
            .should()
            .dependOnClassesThat(
                not(
                    resideInAnyPackage("java..", "org.jspecify..", "com.github.luben.zstd..")
                        .or(resideInAnyPackage(Spillway.CORE))
                        .or(resideInAPackage("dev.spillway.spill.."))))
            .because("the log stands on core and zstd alone"));
  }

  @Test
  void micrometer_usesCoreMicrometerAndThePrometheusModelOnly() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.micrometer.."))
            .should()
            .dependOnClassesThat(
                not(
                    resideInAnyPackage("java..", "org.jspecify..", "io.micrometer..")
                        .or(resideInAPackage("io.prometheus.metrics.model.."))
                        .or(resideInAnyPackage(Spillway.CORE))
                        .or(resideInAPackage("dev.spillway.micrometer.."))))
            .because("meters stand on core's figures alone"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.micrometer.."))
            .and()
            .doNotHaveSimpleName("PrometheusHistograms")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.prometheus..", "io.micrometer.prometheusmetrics.."))
            .because("Prometheus is optional; only what is loaded for it may need it"));
  }

  @Test
  void servlet_usesCoreAndTheServletApiOnly() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.servlet.."))
            .should()
            .dependOnClassesThat(
                not(
                    resideInAnyPackage("java..", "org.jspecify..", "jakarta.servlet..")
                        .or(resideInAnyPackage(Spillway.CORE))
                        .or(resideInAPackage("dev.spillway.servlet.."))))
            .because("the filter runs in every server, and brings nothing along"));
  }

  @Test
  void yaml_usesJacksonOnly() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.yaml.."))
            .should()
            .dependOnClassesThat(
                not(
                    resideInAnyPackage(
                        "java..", "org.jspecify..", "tools.jackson..", "dev.spillway.yaml..")))
            .because("what a file means is up to who reads it; keep meanings out of the parser"));
  }

  @Test
  void simulator_usesCoreYamlAndJacksonOnly() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.simulator.."))
            .and()
            .resideOutsideOfPackages(
                "dev.spillway.simulator.peers..", "dev.spillway.simulator.spill..")
            .should()
            .dependOnClassesThat(
                not(
                    resideInAnyPackage("java..", "org.jspecify..", "tools.jackson..")
                        .or(resideInAnyPackage(Spillway.CORE))
                        .or(resideInAnyPackage("dev.spillway.yaml..", "dev.spillway.simulator.."))))
            .because("a run depends on nothing but its scenario, its policy and its seed"));
    check(
        noClasses()
            .that(
                resideInAnyPackage(
                    "dev.spillway.simulator",
                    "dev.spillway.simulator.scenario",
                    "dev.spillway.simulator.search",
                    "dev.spillway.simulator.report"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.simulator.peers..", "dev.spillway.simulator.spill.."))
            .because("other people's policies, and what needs a log, are found, not named"));
  }

  @Test
  void serverTelemetry_knowsNothingOfHttp() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.server.telemetry"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("dev.spillway.server.http..", "org.eclipse.jetty.."))
            .because("HTTP asks telemetry; hand over what it needs instead"));
  }

  @Test
  void serverRooms_knowNothingOfWhoUsesThem() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.server.http.connection"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.server",
                    "dev.spillway.server.http",
                    "dev.spillway.server.ingest..",
                    "dev.spillway.queue.."))
            .because("a connection knows nothing of what is asked over it"));
    check(
        noClasses()
            .that(
                resideInAnyPackage(
                    "dev.spillway.server.cli.terminal", "dev.spillway.server.cli.access"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.server.cli",
                    "dev.spillway.server.cli.send",
                    "dev.spillway.server.cli.simulate",
                    "dev.spillway.server.cli.spill",
                    "dev.spillway.server.cli.letters"))
            .because("what all commands use knows none of them"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.server.cli.spill"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.server.cli.access",
                    "dev.spillway.server.http..",
                    "java.net.http"))
            .because("a log is looked at where it lies, also when its gateway does not run"));
  }

  @Test
  void coreAndSpill_neverUseTheTestkitOrTheServer() {
    check(
        noClasses()
            .that(resideInAnyPackage(Spillway.CORE).or(resideInAPackage("dev.spillway.spill..")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.testkit..", "dev.spillway.micrometer..", "dev.spillway.server.."))
            .because("data and dependencies flow one way; move the type down or the use up"));
  }

  @Test
  void coreLayers_timeThenWordsThenQueueThenDelivery() {
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.time"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway",
                    "dev.spillway.circuit",
                    "dev.spillway.rate",
                    "dev.spillway.pressure",
                    "dev.spillway.limit",
                    "dev.spillway.queue",
                    "dev.spillway.delivery"))
            .because("time is the lowest layer"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.circuit",
                    "dev.spillway.rate",
                    "dev.spillway.pressure",
                    "dev.spillway.limit",
                    "dev.spillway.queue",
                    "dev.spillway.delivery"))
            .because("the words know nothing of what uses them"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.queue"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.spillway.delivery", "dev.spillway.limit"))
            .because("the queue is below delivery; hand over an interface instead"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.limit"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.spillway.delivery", "dev.spillway.queue"))
            .because("a limiter holds requests and knows nothing of events"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.circuit"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.limit", "dev.spillway.queue", "dev.spillway.delivery"))
            .because("a circuit knows nothing of what is called; delivery knows both"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.rate"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.circuit", "dev.spillway.queue", "dev.spillway.delivery"))
            .because("a rate counts for whoever asks; who asks is above it"));
    check(
        noClasses()
            .that(resideInAPackage("dev.spillway.pressure"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.spillway.circuit",
                    "dev.spillway.rate",
                    "dev.spillway.queue",
                    "dev.spillway.delivery"))
            .because("pressure is a rule about figures, whosever they are"));
  }

  @Test
  void packages_haveNoCycles() {
    check(
        slices()
            .matching("dev.spillway.(**)")
            .should()
            .beFreeOfCycles()
            .because("a cycle means that two packages are one; move the type that both need down"));
  }

  @Test
  void corePackages_areOneLevelDeep() {
    check(
        classes()
            .that(resideInAnyPackage(Spillway.CORE))
            .should()
            .resideInAnyPackage(Spillway.CORE_PACKAGES)
            .because("a wish for a deeper package is a wish for a module"));
  }
}
