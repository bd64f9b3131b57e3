package dev.spillway.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
  private final ManualTime time = new ManualTime(1);
  private final VirtualScheduler scheduler = new VirtualScheduler(time);
  private final List<String> ran = new ArrayList<>();

  @Test
  void advance_tasksOfSeveralTimes_runInTheOrderOfTimesThenOfHandingOver() {
    scheduler.schedule(() -> ran.add("late"), 20);
    scheduler.schedule(() -> ran.add("first"), 10);
    scheduler.schedule(() -> ran.add("second"), 10);
    scheduler.execute(() -> scheduler.execute(() -> ran.add("now")));
    scheduler.advance(Duration.ofNanos(19));
    assertThat(ran).containsExactly("now", "first", "second");
    assertThat(scheduler.runNext()).isTrue();
    assertThat(ran).last().isEqualTo("late");
    assertThat(scheduler.runNext()).isFalse();
  }

  @Test
  void advance_taskRuns_seesItsOwnTime() {
    long startNanos = time.nanoTime();
    scheduler.schedule(() -> ran.add("" + (time.nanoTime() - startNanos)), 7);
    scheduler.advance(Duration.ofNanos(100));
    assertThat(ran).containsExactly("7");
    assertThat(time.nanoTime() - startNanos).isEqualTo(100);
  }

  @Test
  void cancel_beforeItsTime_neverRuns() {
    TaskScheduler.ScheduledTask task = scheduler.schedule(() -> ran.add("no"), 5);
    task.cancel();
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(ran).isEmpty();
  }

  @Test
  void close_withTasksWaiting_dropsThem() {
    scheduler.execute(() -> ran.add("no"));
    scheduler.close();
    scheduler.execute(() -> ran.add("no"));
    scheduler.runDue();
    assertThat(ran).isEmpty();
  }

  @Test
  void jumpEpoch_backwards_leavesTheMonotonicTimeAlone() {
    long nanos = time.nanoTime();
    long millis = time.epochMillis();
    time.jumpEpoch(Duration.ofHours(-1));
    assertThat(time.nanoTime()).isEqualTo(nanos);
    assertThat(time.epochMillis()).isEqualTo(millis - 3_600_000);
  }
}
