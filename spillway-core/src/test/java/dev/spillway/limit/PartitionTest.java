package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.limit.LimiterRig.Asked;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionTest {
  private final LimiterRig rig =
      new LimiterRig(settings -> settings.slots(8).partition("sound", 0.5).partition("sick", 0.5));

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  private Asked ask(String dependency) {
    return rig.ask(Request.of(Priority.NORMAL).withDependency(dependency));
  }

  /** Calls that hang until their caller gives up after a second. */
  private void hang() {
    for (int call = 0; call < 4; call++) {
      assertThat(ask("sick").isWorking()).isTrue();
    }
    rig.advance(Duration.ofSeconds(1));
    while (!rig.working.isEmpty()) {
      rig.working.remove().permit().complete(Outcome.TIMED_OUT);
    }
  }

  @Test
  void acquire_oneDependencyTookItsShare_leavesTheOthersTheirs() {
    for (int call = 0; call < 4; call++) {
      assertThat(ask("sick").isWorking()).isTrue();
    }
    assertThat(ask("sick").isWaiting()).isTrue();
    for (int call = 0; call < 4; call++) {
      assertThat(ask("sound").isWorking()).isTrue();
    }
    assertThat(rig.limiter.figures().available()).isZero();
  }

  @Test
  void acquire_noneOrAnUnknownDependency_mayUseAllSlots() {
    for (int call = 0; call < 4; call++) {
      assertThat(rig.ask(Priority.NORMAL).isWorking()).isTrue();
      assertThat(ask("unlisted").isWorking()).isTrue();
    }
    assertThat(ask("sound").isWaiting()).isTrue();
  }

  @Test
  void complete_asManyTimeoutsAsSlots_letsOnlyProbesThrough() {
    hang();
    assertThat(rig.limiter.figures().hanging()).containsExactly("sick");
    assertThat(ask("sick").refusal().reason()).isEqualTo(Reason.CIRCUIT_OPEN);
    rig.advance(Duration.ofSeconds(1));
    assertThat(ask("sick").isWorking()).as("a probe").isTrue();
    assertThat(ask("sick").isRefused()).as("one at a time").isTrue();
    assertThat(ask("sound").isWorking()).isTrue();
  }

  @Test
  void complete_theProbeSucceeds_comesBackStepByStep() {
    hang();
    rig.advance(Duration.ofSeconds(1));
    Asked probe = ask("sick");
    rig.advance(LimiterRig.SERVICE);
    probe.permit().succeeded();
    rig.working.clear();
    assertThat(rig.limiter.figures().hanging()).isEmpty();
    assertThat(ask("sick").isWorking()).isTrue();
    assertThat(ask("sick").isWaiting()).as("one more with each success").isTrue();
    for (int call = 0; call < 8; call++) {
      rig.advance(LimiterRig.SERVICE);
      ask("sick");
      rig.finishFirst();
    }
    ask("sick");
    ask("sick");
    assertThat(rig.working()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void acquire_anotherDependencyHangs_mayUseWhatThatCannot() {
    hang();
    for (int call = 0; call < 7; call++) {
      assertThat(ask("sound").isWorking()).isTrue();
    }
    assertThat(ask("sound").isWaiting()).as("one slot is kept for a probe").isTrue();
  }

  @Test
  void tryAcquireTicket_itHung_isGivenAProbeToo() {
    hang();
    rig.askedDirectly(3);
    Request request = Request.of(Priority.NORMAL).withDependency("sick");
    assertThat(rig.limiter.tryAcquireTicket(request)).isEqualTo(Limiter.REFUSED);
    rig.advance(Duration.ofSeconds(1));
    long probe = rig.limiter.tryAcquireTicket(request);
    assertThat(probe).isNotEqualTo(Limiter.REFUSED);
    assertThat(rig.limiter.complete(probe, Outcome.IGNORED)).isTrue();
    assertThat(rig.limiter.figures().hanging()).as("it told nothing").containsExactly("sick");
    rig.advance(Duration.ofSeconds(1));
    assertThat(rig.limiter.complete(rig.limiter.tryAcquireTicket(request), Outcome.SUCCEEDED))
        .isTrue();
    assertThat(rig.limiter.figures().hanging()).isEmpty();
  }

  @Test
  void acquire_asManyWaitAsMay_displacesTheLowestOfAll() {
    LimiterRig full =
        new LimiterRig(settings -> settings.slots(2).mostWaiting(1).partition("sound", 0.5));
    Request sound = Request.of(Priority.LOW).withDependency("sound");
    full.ask(sound);
    full.ask(Priority.NORMAL);
    Asked low = full.ask(sound);
    assertThat(full.ask(Priority.NORMAL).isWaiting()).isTrue();
    assertThat(low.refusal().reason()).isEqualTo(Reason.DISPLACED);
    full.finishAll();
  }

  @Test
  void build_aShareOfTheSlotsIsAWholeNumber_isThatNumber() {
    for (int hundredths = 1; hundredths <= 100; hundredths++) {
      Capacity capacity = new Capacity(hundredths / 100.0, 1, 0);
      capacity.resize(100);
      assertThat(capacity.slots()).isEqualTo(hundredths);
    }
  }

  @Test
  void tryAcquire_onlyOthersWait_takesTheIdleSlot() {
    for (int call = 0; call < 5; call++) {
      ask("sick");
    }
    assertThat(rig.limiter.figures().waiting().get(Priority.NORMAL)).isEqualTo(1);
    Request sound = Request.of(Priority.NORMAL).withDependency("sound");
    rig.askedDirectly(4);
    for (int call = 0; call < 4; call++) {
      long ticket = rig.limiter.tryAcquireTicket(sound);
      assertThat(ticket).isNotEqualTo(Limiter.REFUSED);
      assertThat(rig.limiter.complete(ticket, Outcome.SUCCEEDED)).isTrue();
    }
  }

  @Test
  void tick_slotsComeAndGo_isNoHang() {
    for (int round = 0; round < 50; round++) {
      Asked one = ask("sick");
      rig.advance(Duration.ofMillis(99));
      one.permit().succeeded();
      rig.working.clear();
    }
    assertThat(rig.limiter.figures().hanging()).isEmpty();
  }

  @Test
  void acquire_allSlotsAreStuckForADeadline_isKnownBeforeAnythingCompletes() {
    for (int call = 0; call < 5; call++) {
      ask("sick");
    }
    rig.advance(Duration.ofMillis(300));
    assertThat(ask("sick").refusal().reason()).isEqualTo(Reason.CIRCUIT_OPEN);
    assertThat(rig.limiter.figures().hanging()).containsExactly("sick");
  }

  @Test
  void tryAcquireTicket_itHangs_holdsNoMoreSlotsThanProbes() {
    hang();
    Request sick = Request.of(Priority.NORMAL).withDependency("sick");
    int most = 0;
    int given = 0;
    Deque<Long> held = new ArrayDeque<>();
    for (int step = 0; step < 1_000; step++) {
      rig.advance(Duration.ofMillis(10));
      long ticket = rig.limiter.tryAcquireTicket(sick);
      if (ticket != Limiter.REFUSED) {
        given++;
        held.add(ticket);
        rig.scheduler.schedule(() -> giveUp(held), Duration.ofSeconds(1).toNanos());
      }
      most = Math.max(most, held.size());
    }
    assertThat(most).as("of four slots").isEqualTo(1);
    assertThat(given).as("in ten seconds").isBetween(8, 11);
    rig.askedDirectly(1_000);
    held.forEach(ticket -> rig.limiter.complete(ticket, Outcome.SUCCEEDED));
  }

  private void giveUp(Deque<Long> held) {
    if (!held.isEmpty()) {
      rig.limiter.complete(held.remove(), Outcome.TIMED_OUT);
    }
  }
}
