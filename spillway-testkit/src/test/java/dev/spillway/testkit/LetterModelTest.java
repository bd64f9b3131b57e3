package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.spill.SpillException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Random letters that come, are settled and outlive crashes, against a plain list of them. */
class LetterModelTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 250;

  @Test
  void letters_withCrashes_areNeverLostNorInventedAndStayGoneWhenSettled() {
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
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("told");
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

    /** What was appended and not told lost, in order. */
    private final List<String> appended = new ArrayList<>();

    /** What is told forced and was never asked to be settled. */
    private final Set<String> safe = new HashSet<>();

    /** What is told settled. */
    private final Set<String> gone = new HashSet<>();

    private final Map<String, Long> positions = new HashMap<>();
    private long ids;

    Run(long seed, boolean forcingNothing) {
      this.random = new SplittableRandom(seed);
      this.forcingNothing = forcingNothing;
    }

    void go() {
      world.faulty.forcingNothing(forcingNothing);
      world.connect();
      for (int step = 0; step < STEPS; step++) {
        step();
        if (world.files.isDead()) {
          reopen();
        }
        assertThat(world.log().figures().diskBytes()).isLessThanOrEqualTo(LogWorld.DISK_BYTES);
      }
      reopen();
      look();
    }

    private void step() {
      int choice = random.nextInt(100);
      if (choice < 40) {
        append();
      } else if (choice < 65) {
        settle();
      } else if (choice < 80) {
        work();
      } else if (choice < 86) {
        look();
      } else if (choice < 90) {
        failOnce(random.nextInt(4));
      } else if (choice < 93) {
        world.files.dieAfter(random.nextInt(20));
      } else {
        closeOrNot();
        reopen();
      }
    }

    private void append() {
      List<String> batch = new ArrayList<>();
      for (int count = random.nextInt(1, 4); count > 0; count--) {
        batch.add("id-" + ids++ + "-" + random.nextLong() + "x".repeat(random.nextInt(1_500)));
      }
      if (world.log().deadLetters().append(Records.of(batch), told(batch, safe))) {
        appended.addAll(batch);
      }
    }

    private ToldCallback told(List<String> texts, Set<String> where) {
      return new ToldCallback(() -> where.addAll(texts));
    }

    /** One here and there, or a run, or nearly all. */
    private void settle() {
      NavigableMap<Long, String> kept = seen();
      List<Long> chosen = new ArrayList<>();
      int share = random.nextInt(1, 10);
      kept.forEach(
          (position, text) -> {
            if (random.nextInt(10) < share) {
              chosen.add(position);
            }
          });
      List<String> texts = chosen.stream().map(kept::get).toList();
      texts.forEach(safe::remove);
      long[] sequences = chosen.stream().mapToLong(Long::longValue).toArray();
      world.log().deadLetters().settle(sequences, told(texts, gone));
    }

    /** Nothing once the power is gone. */
    private NavigableMap<Long, String> seen() {
      try {
        return world.files.isDead() ? new TreeMap<>() : world.letters();
      } catch (CompletionException e) {
        assertThat(world.files.isDead()).as(e.getMessage()).isTrue();
        return new TreeMap<>();
      }
    }

    private void work() {
      switch (random.nextInt(3)) {
        case 0 -> world.scheduler.runNext();
        case 1 -> world.run();
        default -> world.scheduler.advance(Duration.ofMillis(700));
      }
    }

    private void failOnce(int skip) {
      boolean force = random.nextBoolean();
      world.faulty.failForces(skip, force ? 1 : 0);
      world.faulty.failWrites(skip, force ? 0 : 1);
    }

    private void closeOrNot() {
      if (random.nextBoolean()) {
        world.faulty.failForces(0, 0);
        world.faulty.failWrites(0, 0);
        world.log().close();
      }
    }

    private void reopen() {
      for (int left = random.nextInt(3); left >= 0; left--) {
        if (random.nextBoolean()) {
          world.kill();
        } else {
          world.crash(random.nextLong());
        }
        world.faulty.forcingNothing(forcingNothing);
        world.files.dieAfter(left > 0 ? random.nextInt(12) : Integer.MAX_VALUE);
        try {
          world.reopen();
        } catch (SpillException e) {
          assertThat(world.files.isDead()).as(e.getMessage()).isTrue();
        }
      }
      look();
    }

    private void look() {
      NavigableMap<Long, String> kept = seen();
      if (world.files.isDead()) {
        return;
      }
      List<String> texts = List.copyOf(kept.values());
      Set<String> found = Set.copyOf(texts);
      assertThat(gone.stream().filter(found::contains)).as("told settled, and back").isEmpty();
      assertThat(found.containsAll(safe)).as("has all that was told forced").isTrue();
      List<String> known = new ArrayList<>(appended);
      known.retainAll(found);
      assertThat(texts).as("invented, or out of order").isEqualTo(known);
      assertThat(world.log().deadLetters().kept()).isEqualTo(texts.size());
      assertThat(world.log().deadLetters().quarantined()).isZero();
      kept.forEach(
          (position, text) ->
              assertThat(positions.computeIfAbsent(text, any -> position))
                  .as("position of " + text)
                  .isEqualTo(position));
    }

    /** Nothing that is told after the power is gone counts. */
    private final class ToldCallback implements dev.spillway.queue.SpillLane.AppendCallback {
      private final Runnable told;
      private final Object life = world.files;

      ToldCallback(Runnable told) {
        this.told = told;
      }

      @Override
      public void onForced() {
        if (life == world.files && !world.files.isDead()) {
          told.run();
        }
      }

      @Override
      public void onFailed(int forcedRecords, Throwable cause) {
        if (!world.files.isDead()) {
          throw new AssertionError("failed with " + forcedRecords + " forced", cause);
        }
      }
    }
  }
}
