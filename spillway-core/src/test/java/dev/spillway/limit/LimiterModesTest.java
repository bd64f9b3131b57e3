package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.spillway.Decision;
import dev.spillway.Explanation;
import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimiterModesTest {
  private final LimiterRig rig = LimiterRig.plain();

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  @Test
  void monitor_refusesNothingAndCountsWhatItWouldHaveRefused() {
    rig.warmUp(40);
    rig.limiter.mode(Mode.MONITOR);
    for (int call = 0; call < 300; call++) {
      assertThat(rig.ask(Priority.NORMAL).isWorking()).isTrue();
    }
    LimiterFigures figures = rig.limiter.figures();
    assertThat(figures.inFlight()).isEqualTo(300);
    assertThat(figures.available()).isEqualTo(-298);
    assertThat(figures.wouldHaveRefused().get(Priority.NORMAL)).isBetween(190L, 230L);
    assertThat(figures.refused().get(Priority.NORMAL)).isEmpty();
  }

  @Test
  void monitor_threeTimesTheLoad_foretellsWhichClassWouldBeRefused() {
    List<Priority> classes =
        List.of(
            Priority.CRITICAL,
            Priority.NORMAL,
            Priority.LOW,
            Priority.LOW,
            Priority.NORMAL,
            Priority.LOW);
    rig.limiter.mode(Mode.MONITOR);
    for (int call = 0; call < 9_000; call++) {
      rig.advance(LimiterRig.SERVICE.dividedBy(classes.size()));
      rig.ask(classes.get(call % classes.size()));
      if (rig.working.size() > classes.size()) {
        rig.finishFirst();
      }
    }
    Map<Priority, Long> refused = rig.limiter.figures().wouldHaveRefused();
    assertThat(refused.get(Priority.CRITICAL)).as("half of what can be done").isZero();
    assertThat(refused.get(Priority.NORMAL)).as("half of 3,000").isBetween(1_350L, 1_650L);
    assertThat(refused.get(Priority.LOW)).as("nearly all of 4,500").isGreaterThan(4_300L);
  }

  @Test
  void monitor_aServiceThatQueuesInside_foretellsByWhatItsWorkTakesAtLeisure() {
    rig.limiter.mode(Mode.MONITOR);
    for (int call = 0; call < 500; call++) {
      rig.ask(Priority.NORMAL);
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
    }
    for (int call = 0; call < 2_000; call++) {
      rig.ask(call % 2 == 0 ? Priority.CRITICAL : Priority.BULK);
      rig.advance(LimiterRig.SERVICE.dividedBy(2).multipliedBy(10).dividedBy(11));
      if (call % 11 != 0) { // of eleven that come in the time of ten, one more stays inside
        rig.finishFirst();
      }
    }
    Map<Priority, Long> refused = rig.limiter.figures().wouldHaveRefused();
    assertThat(refused.get(Priority.CRITICAL)).isZero();
    assertThat(refused.get(Priority.BULK)).as("a tenth of the capacity").isBetween(80L, 200L);
  }

  @Test
  void monitor_moreThanAreToldApart_letsThemThroughUncounted() {
    rig.limiter.mode(Mode.MONITOR);
    for (int call = 0; call < 3_000; call++) {
      assertThat(rig.ask(Priority.NORMAL).isWorking()).isTrue();
    }
    assertThat(rig.limiter.figures().inFlight()).isEqualTo(2 + 1_024);
  }

  @Test
  void monitor_whatItNeedsHangs_countsWhatItWouldHaveRefused() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    rig.advance(Duration.ofMillis(400));
    rig.limiter.mode(Mode.MONITOR);
    assertThat(rig.limiter.figures().hanging()).containsExactly("");
    for (int call = 0; call < 10; call++) {
      assertThat(rig.ask(Priority.NORMAL).isWorking()).isTrue();
    }
    assertThat(rig.limiter.figures().wouldHaveRefused().get(Priority.NORMAL)).isBetween(8L, 10L);
  }

  @Test
  void mode_enforceUnderLoad_losesNoPermit() {
    rig.limiter.mode(Mode.MONITOR);
    for (int call = 0; call < 10; call++) {
      rig.ask(Priority.NORMAL);
    }
    rig.limiter.mode(Mode.ENFORCE);
    LimiterRig.Asked next = rig.ask(Priority.NORMAL);
    assertThat(next.isWaiting()).isTrue();
    for (int call = 0; call < 8; call++) {
      rig.finishFirst();
      assertThat(next.isWaiting()).isTrue();
    }
    rig.finishFirst();
    assertThat(next.isWorking()).isTrue();
  }

  @Test
  void mode_monitorWhileSomebodyWaits_letsThemThrough() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    List<LimiterRig.Asked> waiting = List.of(rig.ask(Priority.LOW), rig.ask(Priority.HIGH));
    rig.limiter.mode(Mode.MONITOR);
    assertThat(waiting).allMatch(LimiterRig.Asked::isWorking);
    assertThat(rig.limiter.figures().inFlight()).isEqualTo(4);
  }

  @Test
  void refuseLate_enforced_isRefusedAndCounted() {
    rig.askedDirectly(1);
    Refused late = rig.limiter.refuseLate(Request.of(Priority.HIGH));
    assertThat(late).isEqualTo(new Refused(Reason.DEADLINE_PASSED, Duration.ZERO));
    assertThat(rig.limiter.figures().refused().get(Priority.HIGH))
        .containsOnly(entry(Reason.DEADLINE_PASSED, 1L));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"MONITOR", "OFF"})
  void refuseLate_letsThrough_countsNothing(Mode mode) {
    rig.limiter.mode(mode);
    assertThat(rig.limiter.refuseLate(Request.of(Priority.HIGH))).isNull();
    assertThat(rig.limiter.figures().refused().get(Priority.HIGH)).isEmpty();
  }

  @Test
  void off_holdsNoSlots() {
    rig.limiter.mode(Mode.OFF);
    for (int call = 0; call < 10; call++) {
      assertThat(rig.ask(Priority.BULK).isWorking()).isTrue();
    }
    assertThat(rig.limiter.figures().inFlight()).isZero();
    rig.askedDirectly(1);
    assertThat(rig.limiter.tryAcquireTicket(Request.of(Priority.BULK)))
        .isNotEqualTo(Limiter.REFUSED);
  }

  @Test
  void explain_itWouldBeRefused_saysWhichGuardAndWhatWouldAdmitIt() {
    rig.warmUp(40);
    while (!rig.ask(Priority.NORMAL).isRefused()) {}
    Explanation explanation = rig.limiter.explain(Request.of(Priority.NORMAL));
    Decision decision = explanation.decision();
    assertThat(decision).isInstanceOf(Refused.class);
    assertThat(((Refused) decision).reason()).isEqualTo(Reason.WAIT_TOO_LONG);
    Explanation.Finding wait = explanation.findings().get(3);
    assertThat(wait.guard()).isEqualTo("wait");
    assertThat(wait.value()).isGreaterThan(wait.bound());
    assertThat(wait.advice()).contains("a later deadline or a higher class would admit it");
    assertThat(rig.limiter.explain(Request.of(Priority.CRITICAL)).decision())
        .isNotInstanceOf(Refused.class);
  }

  @Test
  void explain_leavesNoTrace() {
    rig.warmUp(40);
    while (!rig.ask(Request.of(Priority.NORMAL).withTenant("loud")).isRefused()) {}
    Refused before = rig.ask(Request.of(Priority.NORMAL).withTenant("loud")).refusal();
    for (int tenant = 0; tenant < 20_000; tenant++) {
      Request request = Request.of(Priority.LOW).withTenant("t" + tenant);
      assertThat(rig.limiter.explain(request).findings()).hasSize(4);
    }
    LimiterRig.Asked known = rig.ask(Request.of(Priority.NORMAL).withTenant("quiet"));
    assertThat(known.isWaiting()).as("the table is not full of names asked about").isTrue();
    assertThat(rig.ask(Request.of(Priority.NORMAL).withTenant("loud")).refusal()).isEqualTo(before);
  }

  @Test
  void explain_itsTenantsOldestWouldGiveWay_isAdmitted() {
    rig.warmUp(40);
    while (!rig.ask(Priority.NORMAL).isRefused()) {}
    for (int round = 0; round < 14; round++) {
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
      rig.finishFirst();
    }
    Request hurried = Request.of(Priority.NORMAL).withTime(Duration.ofMillis(60));
    assertThat(rig.limiter.explain(hurried).decision()).isNotInstanceOf(Refused.class);
    assertThat(rig.ask(hurried).isWaiting()).isTrue();
  }

  @Test
  void explain_aSlotIsIdle_saysSo() {
    assertThat(rig.limiter.explain(Request.of(Priority.BULK)).findings())
        .extracting(Explanation.Finding::advice)
        .contains("a slot is idle: it may begin at once");
  }
}
