package dev.spillway.benchmarks.log;

import dev.spillway.benchmarks.Amount;
import dev.spillway.benchmarks.TemporaryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Hands one group over again and again.
 *
 * @param group what is handed over
 * @param amount how often, by all threads together
 * @param producers threads that do so; the log must be made for it if there are several
 */
record GroupWork(Group group, Amount amount, int producers) {
  /** Groups of one thread that were handed over and are not yet on the disk. */
  private static final int OUTSTANDING = 16;

  /**
   * Opens a log in a directory below {@code parent}, which goes afterwards, and works. The first
   * group, for which files are made, does not count.
   */
  double perSecond(Path parent, GroupLog.Opening opening) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.in(parent, "log");
        GroupLog log = opening.open(directory.path())) {
      return run(log, true).perSecond();
    }
  }

  /** Works until all is on the disk. */
  Amount.Done run(GroupLog log) throws Exception {
    return run(log, false);
  }

  private Amount.Done run(GroupLog log, boolean warm) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(producers);
    try {
      if (warm) {
        threads.submit(() -> appendOne(group, log)).get();
      }
      Amount.Turn turn = amount.begin();
      List<Future<Boolean>> all = new ArrayList<>();
      for (int producer = 0; producer < producers; producer++) {
        all.add(threads.submit(() -> produce(log, turn)));
      }
      for (Future<Boolean> one : all) {
        one.get();
      }
      log.finish();
      return turn.done(group.count());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Hands one group over and waits until it is on the disk. */
  static boolean appendOne(Group group, GroupLog log) throws Exception {
    Semaphore stored = new Semaphore(0);
    log.append(group, stored::release);
    stored.acquire();
    return true;
  }

  private boolean produce(GroupLog log, Amount.Turn turn) throws Exception {
    Semaphore room = new Semaphore(OUTSTANDING);
    while (turn.another()) {
      room.acquire();
      log.append(group, room::release);
    }
    room.acquire(OUTSTANDING);
    return true;
  }
}
