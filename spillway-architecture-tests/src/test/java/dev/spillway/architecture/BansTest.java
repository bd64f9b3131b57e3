package dev.spillway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.MappedByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BansTest {
  private static final String USE_TIME = "take a TimeSource or a TaskScheduler instead";

  private final JavaClasses spillway = Spillway.mainClasses();

  private void check(ArchRule rule) {
    rule.check(spillway);
  }

  @Test
  void nothingButTime_readsAClock() {
    for (String method : new String[] {"nanoTime", "currentTimeMillis"}) {
      check(
          noClasses()
              .that(not(resideInAPackage("dev.spillway.time")))
              .should()
              .callMethod(System.class, method)
              .because(USE_TIME));
    }
    check(
        noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .because(USE_TIME));
  }

  @Test
  void nothing_sleeps() {
    check(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class)
            .because(USE_TIME));
  }

  @Test
  void nothing_drawsUnseededRandomNumbers() {
    check(
        noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SplittableRandom.class)
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current")
            .orShould()
            .callMethod(Math.class, "random")
            .because("a run with the same seed must be the same run; take a seed"));
  }

  @Test
  void nothing_mapsFilesIntoMemory() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(MappedByteBuffer.class)
            .because("a full disk under a mapping is a SIGBUS or a silent loss; read and write"));
  }

  @Test
  void names_sayWhatATypeIs() {
    Pattern empty = Pattern.compile(".*(Impl|Manager|Helper|Utils?|Abstract\\w*)$");
    check(
        noClasses()
            .should()
            .haveNameMatching(empty.pattern())
            .because("name the mechanism, or for a variant its policy: FixedLimit, SpillLog"));
  }
}
