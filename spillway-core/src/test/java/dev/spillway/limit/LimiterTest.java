package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.limit.LimiterRig.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private LimiterRig rig = LimiterRig.plain();

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  @Test
  void acquire_slotsAreIdle_admitsAtOnce() {
    assertThat(rig.ask(Priority.LOW).isWorking()).isTrue();
    assertThat(rig.ask(Priority.LOW).isWorking()).isTrue();
    assertThat(rig.ask(Priority.LOW).isWaiting()).isTrue();
    assertThat(rig.limiter.figures().available()).isZero();
  }

  @Test
  void complete_somebodyWaits_givesTheSlotOn() {
    rig.ask(Priority.LOW);
    rig.ask(Priority.LOW);
    Asked waiting = rig.ask(Priority.LOW);
    rig.finishFirst();
    assertThat(waiting.isWorking()).isTrue();
    assertThat(rig.limiter.figures().inFlight()).isEqualTo(2);
  }

  @Test
  void complete_severalClassesWait_serveTheHighestFirstAndOfItTheOldest() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.LOW);
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.CRITICAL);
    rig.ask(Priority.NORMAL);
    List<Integer> order = new ArrayList<>();
    while (!rig.working.isEmpty()) {
      order.add(rig.finishFirst().index);
    }
    assertThat(order).containsExactly(0, 1, 4, 3, 5, 2);
  }

  @Test
  void complete_twice_countsOnce() {
    Permit permit = rig.ask(Priority.NORMAL).permit();
    rig.ask(Priority.NORMAL);
    assertThat(permit.succeeded()).isTrue();
    assertThat(permit.failed()).isFalse();
    permit.close();
    assertThat(rig.limiter.figures().inFlight()).isEqualTo(1);
    Asked next = rig.ask(Priority.NORMAL);
    assertThat(next.isWorking()).isTrue();
    assertThat(permit.succeeded()).as("the slot is somebody else's now").isFalse();
    assertThat(rig.limiter.figures().inFlight()).isEqualTo(2);
  }

  @Test
  void acquire_moreIsAheadThanFitsTheDeadline_refusesAtTheDoor() {
    rig.warmUp(40);
    int admitted = 0;
    while (!rig.ask(Priority.NORMAL).isRefused()) {
      admitted++;
    }
    assertThat(admitted).as("about 95 ms of work of 2 ms at two slots").isBetween(80, 100);
    assertThat(rig.asked.get(admitted).refusal().reason()).isEqualTo(Reason.WAIT_TOO_LONG);
    assertThat(rig.ask(Priority.CRITICAL).isWaiting()).as("nothing higher is ahead").isTrue();
  }

  @Test
  void acquire_timeIsShorterThanTheWait_refusesOnlyThat() {
    rig.warmUp(40);
    for (int call = 0; call < 22; call++) {
      rig.ask(Priority.NORMAL);
    }
    Request hurried = Request.of(Priority.NORMAL).withTime(Duration.ofMillis(15));
    assertThat(rig.ask(hurried).isRefused()).isTrue();
    assertThat(rig.ask(Priority.NORMAL).isWaiting()).isTrue();
    Request higher = Request.of(Priority.HIGH).withTime(Duration.ofMillis(15));
    assertThat(rig.ask(higher).isWaiting()).isTrue();
  }

  @Test
  void dequeue_deadlineCannotBeKept_dropsAndServesTheNext() {
    rig.warmUp(40);
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Asked late = rig.ask(Request.of(Priority.NORMAL).withTime(Duration.ofMillis(20)));
    Asked later = rig.ask(Priority.NORMAL);
    rig.advance(Duration.ofMillis(19));
    rig.finishFirst();
    assertThat(late.refusal().reason()).isEqualTo(Reason.DEADLINE_PASSED);
    assertThat(later.isWorking()).isTrue();
  }

  @Test
  void tick_deadlineHasPassedAndNothingHappens_tellsWhoWaits() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Asked waiting = rig.ask(Priority.NORMAL);
    rig.advance(Duration.ofMillis(250));
    assertThat(waiting.refusal().reason()).isEqualTo(Reason.DEADLINE_PASSED);
  }

  @Test
  void acquire_asManyWaitAsMay_displacesTheLowerOrRefuses() {
    rig = new LimiterRig(settings -> settings.mostWaiting(2).deadline(Duration.ofMinutes(1)));
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Asked low = rig.ask(Priority.LOW);
    Asked normal = rig.ask(Priority.NORMAL);
    assertThat(rig.ask(Priority.LOW).refusal().reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(rig.ask(Priority.HIGH).isWaiting()).isTrue();
    assertThat(low.refusal().reason()).isEqualTo(Reason.DISPLACED);
    assertThat(rig.ask(Priority.NORMAL).refusal().reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(normal.isWaiting()).isTrue();
  }

  @Test
  void acquire_asManyWaitAsMay_refusesTenantsNeverSeenUntilThereIsRoom() {
    rig = new LimiterRig(settings -> settings.mostWaiting(1).deadline(Duration.ofMinutes(1)));
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Asked waiting = rig.new Asked(Request.of(Priority.NORMAL).withTenant("a"), 0);
    Acquisition acquisition = rig.limiter.acquire(waiting.request, waiting);
    rig.advance(Duration.ofSeconds(1));
    for (String tenant : List.of("b", "c", "b")) {
      Asked refused = rig.ask(Request.of(Priority.NORMAL).withTenant(tenant));
      assertThat(refused.refusal().reason()).isEqualTo(Reason.QUEUE_FULL);
    }
    assertThat(acquisition.cancel()).isTrue();
    assertThat(rig.ask(Request.of(Priority.LOW).withTenant("c")).isWaiting()).isTrue();
    assertThat(rig.ask(Request.of(Priority.NORMAL).withTenant("d")).isWaiting()).isTrue();
  }

  @Test
  void acquire_asManyWaitAsMay_takesNobodysPlaceForOneThatWouldBeLate() {
    rig = new LimiterRig(settings -> settings.mostWaiting(10));
    rig.warmUp(40);
    for (int call = 0; call < 12; call++) {
      rig.ask(Priority.LOW);
    }
    Request hurried = Request.of(Priority.NORMAL).withTime(Duration.ofMillis(2));
    assertThat(rig.ask(hurried).refusal().reason()).isEqualTo(Reason.WAIT_TOO_LONG);
    assertThat(rig.limiter.figures().waiting().get(Priority.LOW)).isEqualTo(10);
  }

  @Test
  void cancel_whoWaits_isNeverTold() {
    List<Asked> working = List.of(rig.ask(Priority.LOW), rig.ask(Priority.LOW));
    Asked waiting = rig.new Asked(Request.of(Priority.CRITICAL), 0);
    Acquisition acquisition = rig.limiter.acquire(waiting.request, waiting);
    assertThat(acquisition.cancel()).isTrue();
    assertThat(acquisition.cancel()).as("again").isFalse();
    Asked other = rig.new Asked(working.get(0).request, 1);
    assertThat(rig.limiter.acquire(other.request, other).cancel()).isTrue();
    rig.finishAll();
    assertThat(waiting.isWaiting()).isTrue();
    assertThat(rig.limiter.figures().abandoned().get(Priority.CRITICAL)).isEqualTo(1);
    Asked admitted = rig.new Asked(waiting.request, 2);
    assertThat(rig.limiter.acquire(admitted.request, admitted).cancel()).isFalse();
  }

  @Test
  void close_refusesWhoWaitsAndWhoComes_andLeavesPermitsGood() {
    rig.ask(Priority.NORMAL);
    Asked working = rig.ask(Priority.NORMAL);
    Asked waiting = rig.ask(Priority.NORMAL);
    rig.limiter.close();
    assertThat(waiting.refusal().reason()).isEqualTo(Reason.STOPPING);
    assertThat(rig.finishFirst().isWorking()).isTrue();
    assertThat(rig.ask(Priority.CRITICAL).refusal().reason()).isEqualTo(Reason.STOPPING);
    rig.askedDirectly(1);
    assertThat(rig.limiter.tryAcquire(Request.of(Priority.CRITICAL))).isNull();
    assertThat(working.permit().succeeded()).isTrue();
    rig.working.clear();
  }

  @Test
  void callback_completesAtOnce_doesNotNest() {
    rig = new LimiterRig(settings -> settings.mostWaiting(50_000).deadline(Duration.ofHours(1)));
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    for (int call = 0; call < 2; call++) {
      rig.ask(Priority.NORMAL);
    }
    rig.askedDirectly(50_000);
    for (int call = 0; call < 50_000; call++) {
      rig.limiter.acquire(
          Request.of(Priority.NORMAL),
          new AcquireCallback() {
            @Override
            public void admitted(Permit permit) {
              assertThat(depth.incrementAndGet()).isEqualTo(1);
              permit.succeeded();
              depth.decrementAndGet();
              told.incrementAndGet();
            }

            @Override
            public void refused(Refused decision) {
              throw new AssertionError(decision);
            }
          });
    }
    rig.finishAll();
    assertThat(told).hasValue(50_000);
  }

  @Test
  void acquire_goesOnWithATask_isServedBeforeFirstCalls() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Asked first = rig.ask(Priority.NORMAL);
    Asked critical = rig.ask(Priority.CRITICAL);
    Asked continuing = rig.ask(Request.of(Priority.NORMAL).continuing());
    rig.finishFirst();
    assertThat(critical.isWorking()).isTrue();
    rig.finishFirst();
    assertThat(continuing.isWorking()).isTrue();
    assertThat(first.isWaiting()).isTrue();
  }

  @Test
  void order_fifo_doesNotLookAtClasses() {
    rig = new LimiterRig(settings -> settings.order(Order.FIFO));
    assertThat(orderOfFive()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void order_lifo_servesTheNewest() {
    rig = new LimiterRig(settings -> settings.order(Order.LIFO));
    assertThat(orderOfFive()).containsExactly(0, 1, 4, 3, 2);
  }

  private List<Integer> orderOfFive() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.LOW);
    rig.ask(Priority.CRITICAL);
    rig.ask(Priority.NORMAL);
    List<Integer> order = new ArrayList<>();
    while (!rig.working.isEmpty()) {
      order.add(rig.finishFirst().index);
    }
    return order;
  }

  @Test
  void slots_fewerThanInFlight_lettingNobodyBeginUntilSoManyAreDone() {
    rig = new LimiterRig(settings -> settings.slots(4).deadline(Duration.ofSeconds(10)));
    for (int call = 0; call < 4; call++) {
      rig.ask(Priority.NORMAL);
    }
    Asked waiting = rig.ask(Priority.NORMAL);
    rig.limiter.slots(2);
    assertThat(rig.limiter.figures().available()).isEqualTo(-2);
    rig.finishFirst();
    rig.finishFirst();
    assertThat(waiting.isWaiting()).isTrue();
    rig.finishFirst();
    assertThat(waiting.isWorking()).isTrue();
    assertThat(rig.limiter.figures().inFlight()).isEqualTo(2);
    rig.limiter.slots(4);
    assertThat(rig.ask(Priority.NORMAL).isWorking()).isTrue();
  }

  @Test
  void slots_more_serveWhoWaits() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Asked waiting = rig.ask(Priority.NORMAL);
    rig.limiter.slots(3);
    assertThat(waiting.isWorking()).isTrue();
  }

  @Test
  void tick_permitIsHeldForTooLong_isTakenBackOnce() {
    rig =
        new LimiterRig(
            settings ->
                settings.deadline(Duration.ofMinutes(5)).longestHold(Duration.ofSeconds(3)));
    Permit forgotten = rig.ask(Priority.NORMAL).permit();
    rig.ask(Priority.NORMAL);
    Asked waiting = rig.ask(Priority.NORMAL);
    rig.working.clear();
    rig.advance(Duration.ofMillis(3_200));
    assertThat(rig.limiter.figures().reclaimed()).isEqualTo(2);
    assertThat(waiting.isWorking()).isTrue();
    assertThat(forgotten.succeeded()).as("it is gone").isFalse();
  }

  @Test
  void tryAcquire_noneIsIdle_neverWaits() {
    rig.askedDirectly(3);
    Permit first = rig.limiter.tryAcquire(Request.of(Priority.NORMAL));
    long second = rig.limiter.tryAcquireTicket(Request.of(Priority.NORMAL));
    assertThat(second).isNotEqualTo(Limiter.REFUSED);
    assertThat(rig.limiter.tryAcquire(Request.of(Priority.CRITICAL))).isNull();
    assertThat(rig.limiter.figures().refused().get(Priority.CRITICAL))
        .containsEntry(Reason.NO_PERMIT, 1L);
    assertThat(rig.limiter.complete(second, Outcome.SUCCEEDED)).isTrue();
    assertThat(rig.limiter.complete(second, Outcome.SUCCEEDED)).isFalse();
    requireNonNull(first).close();
  }

  @Test
  void callback_throws_givesThePermitBack() {
    rig.askedDirectly(2);
    rig.limiter.acquire(Request.of(Priority.NORMAL), new ThrowingCallback());
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    rig.limiter.acquire(Request.of(Priority.NORMAL), new ThrowingCallback());
    rig.finishFirst();
    rig.finishFirst();
    assertThat(rig.limiter.figures().inFlight()).isZero();
  }

  @Test
  void callback_throwsWhatItDoesNotDeclare_leavesTheOthersAndTheTidyingAlone() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    Request hurried = Request.of(Priority.NORMAL).withTime(Duration.ofMillis(30));
    rig.askedDirectly(1);
    rig.limiter.acquire(hurried, new SneakyCallback());
    Asked other = rig.ask(hurried);
    rig.advance(Duration.ofMillis(200));
    assertThat(other.isRefused()).isTrue();
    Asked later = rig.ask(hurried);
    rig.advance(Duration.ofMillis(200));
    assertThat(later.isRefused()).as("the tidying goes on").isTrue();
  }

  /** Throws a checked exception unannounced, as other languages of the JVM do. */
  private static final class SneakyCallback implements AcquireCallback {
    @Override
    public void admitted(Permit permit) {
      SneakyCallback.<RuntimeException>sneak(new java.io.IOException("thrown on purpose"));
    }

    @Override
    public void refused(Refused decision) {
      SneakyCallback.<RuntimeException>sneak(new java.io.IOException("thrown on purpose"));
    }

    @SuppressWarnings("unchecked") // that is the trick
    private static <E extends Exception> void sneak(Exception e) throws E {
      throw (E) e;
    }
  }

  private static final class ThrowingCallback implements AcquireCallback {
    @Override
    public void admitted(Permit permit) {
      throw new IllegalStateException("thrown on purpose");
    }

    @Override
    public void refused(Refused decision) {
      throw new IllegalStateException("thrown on purpose");
    }
  }
}
