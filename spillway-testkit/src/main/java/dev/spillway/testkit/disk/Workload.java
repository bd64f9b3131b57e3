package dev.spillway.testkit.disk;

import java.time.Duration;

/**
 * Short work of every kind that changes files. Sizes are such that a record of 900 bytes takes
 * several sectors, and that a few dozen of them fill a segment of the stores under test.
 */
public enum Workload {
  ONE_AFTER_THE_OTHER {
    @Override
    void run(CrashWork work) {
      work.keep(NORMAL, 8, 900);
    }
  },
  GROUPS {
    @Override
    void run(CrashWork work) {
      for (int round = 0; round < 3; round++) {
        work.append(NORMAL, 3, 300);
        work.appendAwaited(NORMAL, 6, 1_200);
        work.append(NORMAL, 1, 700);
        work.run();
      }
      work.rest();
    }
  },
  ALL_LANES {
    @Override
    void run(CrashWork work) {
      for (int lane = CRITICAL; lane <= BULK; lane++) {
        work.appendAwaited(lane, 1, 700);
      }
      work.run();
      work.appendAwaited(CRITICAL, 1, 700);
      work.appendAwaited(BULK, 1, 700);
      work.run();
      work.deliver(CRITICAL, 1);
      work.deliver(LOW, 1);
      work.rest();
    }
  },
  ROTATION {
    @Override
    void run(CrashWork work) {
      work.keep(NORMAL, 6, 900);
      work.deliver(NORMAL, 4);
      work.rest();
      work.keep(NORMAL, 6, 900);
      work.deliver(NORMAL, 8);
      work.rest();
      work.keep(NORMAL, 3, 900);
    }
  },
  RECYCLING_FOR_ANOTHER_LANE {
    @Override
    void run(CrashWork work) {
      work.keep(HIGH, 9, 900);
      work.deliver(HIGH, 8);
      work.rest();
      work.keep(BULK, 3, 900);
      work.pass(Duration.ofSeconds(1));
      work.keep(HIGH, 5, 900);
      work.deliver(HIGH, 6);
      work.rest();
      work.keep(HIGH, 4, 900);
    }
  },
  ACKNOWLEDGED_OUT_OF_ORDER {
    @Override
    void run(CrashWork work) {
      work.keep(LOW, 5, 500);
      work.poll(LOW, 4);
      work.acknowledgeNewest(LOW);
      work.acknowledge(LOW, 1);
      work.rest();
      work.acknowledgeNewest(LOW);
      work.kill();
      work.deliver(LOW, 2);
      work.rest();
    }
  },
  TORN_TAILS {
    @Override
    void run(CrashWork work) {
      work.keep(NORMAL, 1, 900);
      work.dieAfter(1);
      work.appendAwaited(NORMAL, 1, 1_800);
      work.run();
      work.losePower();
      work.keep(NORMAL, 1, 900);
      work.dieAfter(3);
      work.appendAwaited(NORMAL, 6, 1_800);
      work.run();
      work.losePower();
      work.keep(NORMAL, 1, 900);
      work.deliver(NORMAL, 2);
      work.rest();
    }
  },
  KILLED_BETWEEN_WRITE_AND_FORCE {
    @Override
    void run(CrashWork work) {
      work.keep(NORMAL, 2, 900);
      work.dieAfter(2);
      work.appendAwaited(NORMAL, 2, 1_500);
      work.run();
      work.kill();
      work.keep(NORMAL, 2, 900);
      work.dieAfter(1);
      work.appendAwaited(NORMAL, 1, 900);
      work.run();
      work.kill();
      work.deliver(NORMAL, 4);
      work.rest();
    }
  },
  /** Blocks that never were part of the log lie where a recycled file gets new ones. */
  STALE_BLOCKS {
    @Override
    void run(CrashWork work) {
      work.keep(NORMAL, 1, 100);
      work.deliver(NORMAL, 1);
      work.keep(NORMAL, 3, 100);
      work.dieAfter(SEGMENT_CHANGES + BLOCKS_OF_A_SEGMENT);
      for (int block = 0; block < BLOCKS_OF_A_SEGMENT; block++) {
        work.appendAwaited(NORMAL, 3, 1_300);
      }
      work.run();
      work.losePowerWithout(SECTORS_OF_A_BLOCK);
      work.deliver(NORMAL, 4);
      work.rest(); // the segment before goes, there is a spare
      work.keep(NORMAL, 1, 900);
      work.deliver(NORMAL, 1); // theirs is the spare now
      work.keep(NORMAL, 5, 900);
      work.kill();
    }
  },
  FAILED_FORCES {
    @Override
    void run(CrashWork work) {
      for (int skip = 0; skip < 2; skip++) {
        work.keep(NORMAL, 1, 900);
        work.failForces(skip, 1);
        work.keep(NORMAL, 3, 900);
        work.rest();
      }
      work.deliver(NORMAL, 7);
      work.failForces(0, 1); // of the state
      work.rest();
      work.keep(NORMAL, 1, 900);
    }
  },
  FAILED_WRITES {
    @Override
    void run(CrashWork work) {
      work.keep(BULK, 2, 900);
      work.failWrites(1, 1);
      work.append(BULK, 3, 1_500);
      work.appendAwaited(BULK, 1, 900);
      work.run();
      work.failWrites(0, 1);
      work.keep(BULK, 2, 900);
      work.deliver(BULK, 4);
      work.failWrites(0, 1); // of the state
      work.rest();
    }
  },
  LETTERS {
    @Override
    void run(CrashWork work) {
      work.addLetters(3, 900);
      work.settleLetters(1, 2);
      work.run();
      work.addLetters(1, 900);
      work.settleLetters(2, 4);
      work.run();
      work.rest();
      work.settleLetters(0, 1);
      work.run();
      work.rest();
      work.addLetters(2, 300);
      work.kill();
      work.settleLetters(0, 1);
      work.run();
      work.rest();
    }
  },
  STOPS_AND_STARTS {
    @Override
    void run(CrashWork work) {
      for (int round = 0; round < 3; round++) {
        work.append(CARRIED_HIGH, 3, 900);
        work.append(NORMAL, 2, 900);
        work.reopen();
        work.deliver(CARRIED_HIGH, 1);
        work.rest();
      }
      work.deliver(NORMAL, 2);
      work.reopen();
    }
  },
  CARRIED_OVER {
    @Override
    void run(CrashWork work) {
      for (int lane = CARRIED_HIGH - 1; lane < LANES; lane++) {
        work.append(lane, 2, 900);
      }
      work.reopen();
      for (int lane = CARRIED_HIGH - 1; lane < LANES; lane++) {
        work.deliver(lane, 1);
      }
      work.rest();
      work.keep(NORMAL, 1, 900);
    }
  },
  FULL_DISK {
    @Override
    void run(CrashWork work) {
      work.keep(NORMAL, 3, 900);
      work.rest();
      work.fullDisk(true);
      work.addLetters(2, 900);
      work.keep(NORMAL, 1, 900);
      work.deliver(NORMAL, 3);
      work.rest();
      work.settleLetters(0, 1);
      work.run();
      work.fullDisk(false);
      work.rest();
      work.keep(HIGH, 2, 900);
      work.kill();
      work.rest();
    }
  };

  private static final int CRITICAL = 0;
  private static final int HIGH = 1;
  private static final int NORMAL = 2;
  private static final int LOW = 3;
  private static final int BULK = 4;
  private static final int CARRIED_HIGH = 6;
  private static final int LANES = 10;
  private static final int BLOCKS_OF_A_SEGMENT = 4;
  private static final int SECTORS_OF_A_BLOCK = 8;

  /** The seal and its force, the renaming of a file and the force of the directory. */
  private static final int SEGMENT_CHANGES = 4;

  abstract void run(CrashWork work);
}
