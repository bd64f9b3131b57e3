package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.TimeBucket;
import dev.spillway.WaitFigures;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is in the figures of waits, and who is not. */
class WaitTimesTest {
  private static final long MILLI = 1_000_000;

  private LimiterRig rig = LimiterRig.plain();

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  private WaitFigures waits(Priority priority) {
    return requireNonNull(rig.limiter.figures().waits().get(priority));
  }

  private void takeAll() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
  }

  @Test
  void waits_aSlotIsGivenBack_areToldByClass() {
    takeAll();
    rig.ask(Priority.HIGH);
    rig.ask(Priority.LOW);
    rig.advance(Duration.ofMillis(30));
    rig.finishFirst();
    rig.advance(Duration.ofMillis(10));
    rig.finishFirst();

    assertThat(waits(Priority.HIGH).count()).isEqualTo(1);
    assertThat(waits(Priority.HIGH).maxNanos()).isEqualTo(30 * MILLI);
    assertThat(waits(Priority.HIGH).totalNanos()).isEqualTo(30.0 * MILLI);
    assertThat(waits(Priority.HIGH).buckets())
        .contains(new TimeBucket(25 * MILLI, 0), new TimeBucket(50 * MILLI, 1));
    assertThat(waits(Priority.LOW).maxNanos()).isEqualTo(40 * MILLI);
    assertThat(waits(Priority.NORMAL).count()).as("who got a slot at once").isZero();
  }

  @Test
  void waits_theSlotComesInTheSameMoment_areCountedAsNothing() {
    takeAll();
    rig.ask(Priority.HIGH);
    rig.finishFirst();

    assertThat(waits(Priority.HIGH).count()).isEqualTo(1);
    assertThat(waits(Priority.HIGH).maxNanos()).isZero();
  }

  @Test
  void waits_whoIsRefusedOrGivesUp_isNotInThem() {
    takeAll();
    rig.ask(Request.of(Priority.HIGH).withTime(Duration.ofMillis(20)));
    LimiterRig.Asked leaving = rig.new Asked(Request.of(Priority.LOW), 9);
    assertThat(rig.limiter.acquire(leaving.request, leaving).cancel()).isTrue();
    rig.advance(Duration.ofMillis(90));
    rig.finishFirst();

    assertThat(waits(Priority.HIGH).count()).isZero();
    assertThat(waits(Priority.LOW).count()).isZero();
  }

  @Test
  void waits_idleSlotWhileOthersWaitForTheirDependency_isNotInThem() {
    rig = new LimiterRig(settings -> settings.partition("slow", 0.5));
    rig.ask(Request.of(Priority.NORMAL).withDependency("slow"));
    assertThat(rig.ask(Request.of(Priority.LOW).withDependency("slow")).isWaiting()).isTrue();
    rig.advance(Duration.ofMillis(5));

    assertThat(rig.ask(Priority.HIGH).isWorking()).isTrue();
    assertThat(waits(Priority.HIGH).count()).isZero();

    rig.finishFirst();
    assertThat(waits(Priority.LOW).maxNanos()).isEqualTo(5 * MILLI);
  }

  @Test
  void waits_letThroughByTheMode_areCountedForThoseWhoStoodInLine() {
    takeAll();
    rig.ask(Priority.HIGH);
    rig.advance(Duration.ofMillis(7));
    rig.limiter.mode(Mode.MONITOR);
    rig.ask(Priority.LOW);

    assertThat(waits(Priority.HIGH).maxNanos()).isEqualTo(7 * MILLI);
    assertThat(waits(Priority.LOW).count()).as("nobody waits in this mode").isZero();
  }
}
