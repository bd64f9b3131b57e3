package dev.spillway.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadSchedulerTest {
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @Test
  void execute_taskThrows_laterTasksStillRun() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (TaskScheduler scheduler = TaskScheduler.onThread("test")) {
      scheduler.execute(
          () -> {
            throw new IllegalStateException("planned by the test");
          });
      scheduler.schedule(done::countDown, 1);
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void close_tasksHandedOverBefore_haveRun() {
    TaskScheduler scheduler = TaskScheduler.onThread("test");
    for (int task = 0; task < 100; task++) {
      String name = "" + task;
      scheduler.execute(() -> ran.add(name));
    }
    scheduler.schedule(() -> ran.add("too late"), TimeUnit.HOURS.toNanos(1));
    scheduler.close();
    scheduler.execute(() -> ran.add("after"));
    assertThat(ran).hasSize(100).startsWith("0").endsWith("99");
  }

  @Test
  void close_fromItsOwnThread_returns() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    TaskScheduler scheduler = TaskScheduler.onThread("test");
    scheduler.execute(
        () -> {
          scheduler.close();
          closed.countDown();
        });
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
