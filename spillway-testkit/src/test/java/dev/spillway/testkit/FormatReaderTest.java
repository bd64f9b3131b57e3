package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader that knows the document only agrees with the log about whatever is found on a disk. */
class FormatReaderTest {
  private static final int SEEDS = 60;
  private static final int STEPS = 60;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void read_damagedDirectory_agreesWithInspection(LogDamage damage) throws IOException {
    DamagedLog log = new DamagedLog(directory).fill();
    damage.harm(log);
    assertThat(FormatListing.of(FormatReader.read(directory)))
        .isEqualTo(FormatListing.of(LogReading.inspected(SpillInspector.of(directory))));
  }

  @Test
  void read_afterCrashesAtAnyMoment_agreesWithInspection() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LogWorld world = new LogWorld();
      world.connect();
      for (int step = 0; step < STEPS; step++) {
        work(world, random);
        if (world.files.isDead()) {
          world.crash(seed);
          assertAgreed(world, "seed " + seed + " step " + step);
          world.reopen();
        }
      }
      world.kill();
      assertAgreed(world, "seed " + seed);
    }
  }

  private static void assertAgreed(LogWorld world, String when) throws IOException {
    assertThat(FormatListing.of(FormatReader.read(SampleFiles.contents(world.files))))
        .as(when)
        .isEqualTo(FormatListing.of(LogReading.inspected(SpillInspector.of(world.files))));
  }

  private static void work(LogWorld world, SplittableRandom random) {
    SpillLane lane = random.nextBoolean() ? world.lane() : world.log().carryOver(Priority.CRITICAL);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> lane.append(Records.of("a" + random.nextInt(), "b"), null);
      case 3 -> {
        SpillBlock block = lane.poll();
        if (block != null) {
          lane.acknowledge(block);
        }
      }
      case 4 -> world.log().deadLetters().append(Records.of("letter " + random.nextInt()), null);
      case 5 -> settleOne(world, random);
      case 6 -> world.settle();
      default -> {
        if (random.nextInt(4) == 0) {
          world.files.dieAfter(random.nextInt(12));
        }
      }
    }
    world.run();
  }

  private static void settleOne(LogWorld world, SplittableRandom random) {
    if (world.files.isDead()) {
      return;
    }
    List<Long> positions = new ArrayList<>(world.letters().keySet());
    if (!positions.isEmpty()) {
      long position = positions.get(random.nextInt(positions.size()));
      world.log().deadLetters().settle(new long[] {position}, new RecordingCallback());
    }
  }
}
