package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillStore;
import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Random work with crashes at random moments, against {@link LaneModel}. */
class SpillLogModelTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 300;

  private static final List<String> NAMES = List.of("critical", "bulk", "high-carried");

  private static final List<Function<SpillStore, SpillLane>> LANES =
      List.of(
          store -> store.backlog(Priority.CRITICAL),
          store -> store.backlog(Priority.BULK),
          store -> store.carryOver(Priority.HIGH));

  @Test
  void anyWork_withCrashes_keepsWhatWasPromised() {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed, false);
    }
  }

  @Test
  void aDiskThatForcesNothing_isFoundOut() {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < SEEDS; seed++) {
                run(seed, true);
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  private static void run(long seed, boolean forcingNothing) {
    try {
      new Run(seed, forcingNothing).go();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private static final class Run {
    private final SplittableRandom random;
    private final boolean forcingNothing;
    private final LogWorld world = new LogWorld();
    private final List<LaneModel> models = new ArrayList<>();
    private long ids;
    private boolean full;

    Run(long seed, boolean forcingNothing) {
      this.random = new SplittableRandom(seed);
      this.forcingNothing = forcingNothing;
      for (int lane = 0; lane < LANES.size(); lane++) {
        models.add(new LaneModel("lane " + lane, () -> world.files.isDead()));
      }
    }

    void go() {
      world.faulty.forcingNothing(forcingNothing);
      world.connect();
      for (int step = 0; step < STEPS; step++) {
        step(random.nextInt(LANES.size()));
        if (world.files.isDead()) {
          die();
          reopened(false);
        }
        check();
      }
    }

    private SpillLane lane(int index) {
      return LANES.get(index).apply(world.log());
    }

    private void step(int lane) {
      int choice = random.nextInt(100);
      if (choice < 35) {
        append(lane);
      } else if (choice < 60) {
        poll(lane);
      } else if (choice < 75) {
        acknowledge(lane);
      } else if (choice < 90) {
        work();
      } else if (choice < 93) {
        failOnce(random.nextInt(4));
      } else if (choice < 94) {
        fill();
      } else if (choice < 96) {
        world.files.dieAfter(random.nextInt(20));
      } else if (choice < 97) {
        reopen(false);
      } else if (choice < 98) {
        world.kill();
        reopened(false);
      } else {
        reopen(true);
      }
    }

    private void append(int lane) {
      List<String> batch = new ArrayList<>();
      int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 20 : 3);
      for (int index = 0; index < count; index++) {
        batch.add(text());
      }
      LaneModel model = models.get(lane);
      SpillLane.AppendCallback callback = model.taken(batch);
      if (!lane(lane).append(Records.of(batch), full || random.nextBoolean() ? null : callback)) {
        model.refused(batch);
      }
    }

    private String text() {
      StringBuilder text = new StringBuilder("id-" + ids++ + "-");
      int length = random.nextInt(1500);
      boolean dull = random.nextBoolean();
      for (int index = 0; index < length; index++) {
        text.append(dull ? 'x' : (char) (' ' + random.nextInt(90)));
      }
      return text.toString();
    }

    private void poll(int lane) {
      SpillBlock block = lane(lane).poll();
      if (block != null) {
        models.get(lane).polled(block);
      }
    }

    private void acknowledge(int lane) {
      LaneModel model = models.get(lane);
      if (model.hasBlocksOut()) {
        model.acknowledge(lane(lane), 0);
      }
    }

    private void work() {
      switch (random.nextInt(4)) {
        case 0 -> world.scheduler.runNext();
        case 1 -> world.run();
        case 2 -> world.scheduler.advance(Duration.ofMillis(2));
        default -> world.scheduler.advance(Duration.ofMillis(700));
      }
    }

    /** One failure at a time, which the log must make good. */
    private void failOnce(int skip) {
      boolean force = random.nextBoolean();
      if (full) {
        return;
      }
      world.faulty.failForces(skip, force ? 1 : 0);
      world.faulty.failWrites(skip, force ? 0 : 1);
    }

    /** Nobody waits for what is appended before the disk has room again, so all of it is kept. */
    private void fill() {
      world.run();
      if (!world.files.isDead()) {
        full = !full;
        world.faulty.full(full);
        world.faulty.failForces(0, 0);
        world.faulty.failWrites(0, 0);
        world.settle(); // room again is noticed before anything else fails
      }
    }

    /** One byte of one segment decays while the log is closed. */
    private void corrupt() {
      List<String> segments = world.segments();
      if (!segments.isEmpty()) {
        world.damage(segments.get(random.nextInt(segments.size())), random);
        models.forEach(LaneModel::damaged);
      }
    }

    private void reopen(boolean clean) {
      if (clean) {
        full = false;
        world.faulty.full(false);
        world.faulty.failForces(0, 0);
        world.faulty.failWrites(0, 0);
        world.files.dieAfter(Integer.MAX_VALUE);
        world.log().close();
        models.forEach(LaneModel::closed);
      }
      world.crash(random.nextLong());
      if (clean && random.nextBoolean()) {
        corrupt();
      }
      reopened(clean);
    }

    private void reopened(boolean clean) {
      full = false;
      openThrough(random.nextInt(3));
      for (int lane = 0; lane < LANES.size(); lane++) {
        models.get(lane).reopened(lane(lane), cursor(lane), clean);
      }
    }

    private long cursor(int lane) {
      return SpillInspector.of(world.files).lanes().stream()
          .filter(found -> found.name().equals(NAMES.get(lane)))
          .findFirst()
          .orElseThrow()
          .cursor();
    }

    /** The process alone, or the machine. */
    private void die() {
      if (random.nextBoolean()) {
        world.kill();
      } else {
        world.crash(random.nextLong());
      }
    }

    /** Opens after so many attempts that a crash cuts off. */
    private void openThrough(int crashes) {
      for (int left = crashes; left >= 0; left--) {
        world.faulty.forcingNothing(forcingNothing);
        world.files.dieAfter(left > 0 ? random.nextInt(12) : Integer.MAX_VALUE);
        try {
          world.reopen();
        } catch (SpillException e) {
          assertThat(world.files.isDead()).as(e.getMessage()).isTrue();
        }
        if (left > 0) {
          die();
        }
      }
    }

    private void check() {
      for (int lane = 0; lane < LANES.size(); lane++) {
        models.get(lane).check(lane(lane));
      }
      assertThat(world.log().figures().diskBytes())
          .isLessThanOrEqualTo(LogWorld.DISK_BYTES + LogWorld.SEGMENT_BYTES);
    }
  }
}
