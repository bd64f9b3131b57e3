package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.limit.LimiterRig.Asked;
import dev.spillway.time.ManualTime;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused from memory does not even look at the clock. */
class RepeatedRefusalTest {
  private static final Request NORMAL = Request.of(Priority.NORMAL);

  private long looks;
  private LimiterRig rig = rig(0);

  private LimiterRig rig(int mostWaiting) {
    VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(7));
    return new LimiterRig(
        scheduler,
        settings ->
            settings
                .mostWaiting(mostWaiting)
                .deadline(Duration.ofMinutes(1))
                .scheduler(new Watched(scheduler)));
  }

  @AfterEach
  void nothingIsLeft() {
    rig.limiter.mode(Mode.ENFORCE);
    while (!rig.working.isEmpty()) {
      rig.finishFirst();
    }
    rig.assertAtRest();
  }

  private void fill() {
    rig.ask(NORMAL);
    rig.ask(NORMAL);
  }

  private boolean isFromMemory(Request request, Reason reason) {
    long before = looks;
    Asked asked = rig.ask(request);
    assertThat(asked.refusal().reason()).isEqualTo(reason);
    return looks == before;
  }

  @Test
  void acquire_noRoom_isRefusedFromMemoryWhoeverAsks() {
    fill();
    assertThat(isFromMemory(NORMAL.withTenant("a"), Reason.QUEUE_FULL)).isFalse();
    assertThat(isFromMemory(NORMAL.withTenant("a"), Reason.QUEUE_FULL)).isTrue();
    assertThat(isFromMemory(NORMAL.withTenant("b"), Reason.QUEUE_FULL)).isTrue();
    assertThat(isFromMemory(NORMAL.withTime(Duration.ofHours(1)), Reason.QUEUE_FULL)).isTrue();
    assertThat(isFromMemory(Request.of(Priority.BULK), Reason.QUEUE_FULL)).isTrue();
  }

  @Test
  void acquire_aHigherClassOrAUserOrMoreOfATask_isDecidedAnew() {
    fill();
    rig.ask(NORMAL);
    assertThat(isFromMemory(NORMAL.withUser("u"), Reason.QUEUE_FULL)).isFalse();
    assertThat(isFromMemory(NORMAL.continuing(), Reason.QUEUE_FULL)).isFalse();
    assertThat(isFromMemory(Request.of(Priority.HIGH), Reason.QUEUE_FULL)).isFalse();
    assertThat(isFromMemory(Request.of(Priority.HIGH), Reason.QUEUE_FULL)).isTrue();
  }

  @Test
  void acquire_aSlotWasGivenBack_isDecidedAnew() {
    fill();
    rig.ask(NORMAL);
    rig.finishFirst();
    assertThat(rig.ask(NORMAL).isWorking()).isTrue();
    assertThat(isFromMemory(NORMAL, Reason.QUEUE_FULL)).isFalse();
  }

  @Test
  void acquire_timePassed_isDecidedAnew() {
    fill();
    rig.ask(NORMAL);
    rig.advance(Duration.ofMillis(200));
    assertThat(isFromMemory(NORMAL, Reason.QUEUE_FULL)).isFalse();
  }

  @Test
  void acquire_itsTimeIsTooShort_saysNothingAboutOthers() {
    rig = rig(100);
    rig.warmUp(40);
    fill();
    rig.ask(NORMAL);
    Request hurried = NORMAL.withTime(Duration.ofMillis(1));
    assertThat(isFromMemory(hurried, Reason.WAIT_TOO_LONG)).isFalse();
    assertThat(isFromMemory(hurried, Reason.WAIT_TOO_LONG)).isTrue();
    assertThat(isFromMemory(hurried.withTenant("a"), Reason.WAIT_TOO_LONG)).isFalse();
    assertThat(rig.ask(NORMAL).isWaiting()).isTrue();
    rig.finishAll();
  }

  @Test
  void acquire_onlyMonitored_isLetThrough() {
    fill();
    rig.ask(NORMAL);
    rig.limiter.mode(Mode.MONITOR);
    assertThat(rig.ask(NORMAL).isWorking()).isTrue();
  }

  @Test
  void close_refusesFromMemoryAndTellsNobodyToComeBackLater() {
    fill();
    rig.limiter.close();
    assertThat(isFromMemory(NORMAL, Reason.STOPPING)).isFalse();
    assertThat(isFromMemory(NORMAL.withTenant("a"), Reason.STOPPING)).isTrue();
  }

  @Test
  void acquire_onePlaceWasLeftAndTakenByALowerClass_isDecidedAnew() {
    rig = rig(1);
    fill();
    Asked late = rig.ask(NORMAL.withTime(Duration.ofMillis(50)));
    assertThat(isFromMemory(NORMAL.withTenant("b"), Reason.QUEUE_FULL)).isFalse();
    rig.advance(Duration.ofMillis(60));
    assertThat(late.isRefused() || late.isWaiting()).isTrue();
    Asked low = rig.ask(Request.of(Priority.LOW).withUser("u"));
    assertThat(low.isWaiting()).isTrue();
    assertThat(rig.ask(NORMAL.withTenant("b")).isWaiting()).isTrue();
    assertThat(low.refusal().reason()).isEqualTo(Reason.DISPLACED);
  }

  /** Counts how often the time is looked at. */
  private final class Watched implements TaskScheduler, TimeSource {
    private final VirtualScheduler tasks;

    Watched(VirtualScheduler tasks) {
      this.tasks = tasks;
    }

    @Override
    public TimeSource time() {
      return this;
    }

    @Override
    public void execute(Runnable task) {
      tasks.execute(task);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
      return tasks.schedule(task, delayNanos);
    }

    @Override
    public void close() {
      tasks.close();
    }

    @Override
    public long nanoTime() {
      looks++;
      return tasks.time().nanoTime();
    }

    @Override
    public long epochMillis() {
      return tasks.time().epochMillis();
    }

    @Override
    public void await(Condition condition, long timeoutNanos) throws InterruptedException {
      tasks.time().await(condition, timeoutNanos);
    }
  }
}
