package dev.spillway.testkit;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillFile;
import dev.spillway.spill.SpillRepair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/** Spill directories as this program writes them, kept so that later ones can still read them. */
enum SpillSample {
  /** Every lane, in blocks of every kind, closed in good order. */
  CLEAN_STOP {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = filled();
      for (Priority priority : Priority.values()) {
        append(world, world.log().carryOver(priority), "carried of " + priority.token());
      }
      world.log().close();
      SampleFiles.store(world.files, directory);
    }
  },

  /** A segment was settled, and its file lives again with old blocks behind the new ones. */
  RECYCLED {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = connected();
      for (int block = 0; block < 10; block++) {
        append(world, world.lane(), "first " + block, "second " + block);
        if (block == 4) {
          settleBlocks(world, world.lane(), 4);
        }
      }
      world.settle();
      SampleFiles.store(world.files.kill(), directory);
    }
  },

  /** Letters that were settled one by one, a file of theirs that went, one that decayed. */
  DEAD_LETTERS {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = connected();
      for (int letter = 0; letter < 5; letter++) {
        world.addLetters("letter " + letter);
      }
      List<Long> positions = new ArrayList<>(world.letters().keySet());
      world.settleLetters(positions.subList(2, 4));
      world.settle();
      world.log().close();
      flip(world, "dead-letters", BLOCK_BYTES + PAYLOAD);
      SampleFiles.store(world.files, directory);
    }
  },

  /** The power went while blocks were written. */
  CRASH {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = connected();
      for (int block = 0; block < 2; block++) {
        append(world, world.lane(), "receipt " + block);
        append(world, world.log().backlog(Priority.HIGH), "urgent " + block);
      }
      world.files.dieAfter(4); // two blocks each, and no force
      for (int block = 0; block < 5; block++) {
        world.log().backlog(Priority.HIGH).append(incompressible(block), null);
        world.lane().append(incompressible(block), null);
      }
      world.settle();
      SampleFiles.store(world.files.crash(CRASH_SEED), directory);
    }
  },

  /** A payload and a header decayed. */
  DAMAGED_BLOCKS {
    @Override
    void write(Path directory) throws IOException {
      SampleFiles.store(damaged().files, directory);
    }
  },

  /** Nothing tells what was settled. */
  STATE_MISSING {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = threeBlocks();
      world.log().close();
      world.files.delete("state");
      SampleFiles.store(world.files, directory);
    }
  },

  /** One slot of the state decayed, so the log may have gone on since the other. */
  STATE_SLOT_DAMAGED {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = threeBlocks();
      world.log().close();
      world.files.damage("state", PAYLOAD, 1);
      SampleFiles.store(world.files, directory);
    }
  },

  /** Files that somebody copied, and one that somebody only called a segment. */
  COPIES_AND_STRAYS {
    @Override
    void write(Path directory) throws IOException {
      LogWorld world = connected();
      append(world, world.log().carryOver(Priority.LOW), "carried 0", "carried 1");
      world.log().close();
      String segment = "low-carried-00000000000000000000-00000001.seg";
      copy(world, segment, "low-carried-00000000000000000000-00000009.seg", BLOCK_BYTES);
      copy(world, segment, "bulk-carried-00000000000000000005-00000003.seg", BLOCK_BYTES);
      copy(world, segment, "low-carried-00000000000000000001-00000004.seg", 5);
      SampleFiles.store(world.files, directory);
    }
  },

  /** What {@link #DAMAGED_BLOCKS} is after a repair. */
  REPAIRED {
    @Override
    void write(Path directory) throws IOException {
      DAMAGED_BLOCKS.write(directory);
      SpillRepair.of(directory).run(step -> {});
    }
  };

  private static final int BLOCK_BYTES = LogWorld.BLOCK_BYTES;
  private static final int PAYLOAD = 64 + RecordBuffer.LENGTH_BYTES;
  private static final int RANDOM_BYTES = 1500;
  private static final long CRASH_SEED = 23;
  private static final long DEADLINE_MILLIS = 1_700_000_000_000L;

  /** Writes the files of the sample to {@code directory}. */
  abstract void write(Path directory) throws IOException;

  /** The name of its directory, and of the text that tells what is in it. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static LogWorld connected() {
    LogWorld world = new LogWorld();
    world.connect();
    return world;
  }

  private static LogWorld filled() {
    LogWorld world = connected();
    append(world, world.log().backlog(Priority.CRITICAL), "a first event", "a second event");
    world.log().backlog(Priority.HIGH).append(incompressible(7), null);
    world.settle();
    for (int block = 0; block < 2; block++) {
      append(world, world.lane(), readings(block * 40, 40));
    }
    settleBlocks(world, world.lane(), 1);
    RecordBuffer timed = new RecordBuffer(BLOCK_BYTES);
    timed.put(new byte[] {'t', '0'}, 0, 2, DEADLINE_MILLIS);
    timed.put(new byte[] {'t', '1'}, 0, 2, DEADLINE_MILLIS + 1);
    world.log().backlog(Priority.LOW).append(timed, null);
    append(world, world.log().backlog(Priority.BULK), "bulk");
    world.addLetters("letter 0", "letter 1", "letter 2");
    world.settleLetters(List.of(1L));
    world.settle();
    return world;
  }

  private static LogWorld threeBlocks() {
    LogWorld world = connected();
    for (int block = 0; block < 3; block++) {
      append(world, world.lane(), "one of " + block, "two of " + block, "three of " + block);
    }
    settleBlocks(world, world.lane(), 1);
    return world;
  }

  private static LogWorld damaged() throws IOException {
    LogWorld world = threeBlocks();
    for (int block = 0; block < 3; block++) {
      append(world, world.log().carryOver(Priority.HIGH), "urgent " + block);
    }
    world.log().close();
    flip(world, "normal", BLOCK_BYTES + PAYLOAD);
    flip(world, "high-carried", BLOCK_BYTES);
    return world;
  }

  private static void append(LogWorld world, SpillLane lane, String... texts) {
    world.appendDurably(lane, texts);
  }

  /** Enough of one kind that they are compressed. */
  private static String[] readings(int first, int count) {
    String[] texts = new String[count];
    for (int index = 0; index < count; index++) {
      texts[index] = String.format("{\"sensor\":\"north\",\"reading\":%04d}", first + index);
    }
    return texts;
  }

  private static RecordBuffer incompressible(long seed) {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SplittableRandom(seed).nextBytes(bytes);
    RecordBuffer records = new RecordBuffer(BLOCK_BYTES);
    records.put(bytes, 0, bytes.length, RecordBuffer.NO_DEADLINE);
    return records;
  }

  private static void settleBlocks(LogWorld world, SpillLane lane, int count) {
    for (int block = 0; block < count; block++) {
      SpillBlock polled = Objects.requireNonNull(lane.poll());
      world.run();
      lane.acknowledge(polled);
      world.run();
    }
  }

  /** Damages the oldest segment of a lane. */
  private static void flip(LogWorld world, String lane, int position) throws IOException {
    String segment =
        world.files.list().stream()
            .filter(name -> name.matches(lane + "-\\d.*\\.seg"))
            .findFirst()
            .orElseThrow();
    world.files.damage(segment, position, 1);
  }

  private static void copy(LogWorld world, String from, String to, int bytes) throws IOException {
    ByteBuffer copied = ByteBuffer.allocate(bytes);
    try (SpillFile source = world.files.openForReading(from);
        SpillFile target = world.files.create(to)) {
      source.read(copied, 0);
      target.write(copied.flip(), 0);
      target.force();
    }
  }
}
