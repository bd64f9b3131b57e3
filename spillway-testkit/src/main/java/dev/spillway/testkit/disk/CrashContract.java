package dev.spillway.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.testkit.SimulatedFiles;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store must survive: the power may go after each operation of each {@link Workload},
 * with any one or two of the changes that were not forced missing, torn or spoilt, or alone on the
 * disk.
 */
public abstract class CrashContract extends DiskContract {
  /** One state in so many is crashed once more, and delivered to its end. */
  private static final int TRIED_AGAIN = 8;

  private static final AtomicLong STATES = new AtomicLong();
  private static final AtomicLong OPERATIONS = new AtomicLong();

  /** For subclasses. */
  protected CrashContract() {}

  @ParameterizedTest
  @EnumSource
  protected void anyCrash_keepsWhatWasPromised(Workload workload) {
    CrashWork work = new CrashWork(this);
    workload.run(work);
    Set<Long> tried = ConcurrentHashMap.newKeySet();
    Moment.of(work.operations()).parallelStream().forEach(moment -> tryAll(work, moment, tried));
    STATES.addAndGet(tried.size());
    OPERATIONS.addAndGet(work.operations().size());
  }

  @AfterAll
  static void tellHowManyWereTried() {
    System.out.printf(
        "crashes: %,d states of a disk after %,d operations were tried%n",
        STATES.getAndSet(0), OPERATIONS.getAndSet(0));
  }

  private void tryAll(CrashWork work, Moment moment, Set<Long> tried) {
    long changes = work.changes(moment.after());
    moment.visit(
        (image, outcomes) -> {
          long hash = image.hash() * 31 + changes;
          if (!tried.add(hash)) {
            return;
          }
          try {
            Found found = look(image.files());
            work.check(found, moment.after());
            if (hash % TRIED_AGAIN == 0) {
              lookAgain(image.files(), found, hash);
            }
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                e.getMessage()
                    + "\nafter operation "
                    + moment.after()
                    + " with "
                    + moment.pending()
                    + " being "
                    + outcomes
                    + " on a disk that has\n"
                    + image,
                e);
          }
        });
  }

  /** What was seen once is there after another crash, and gone when it was settled. */
  private void lookAgain(SimulatedFiles files, Found expected, long seed) {
    SimulatedFiles crashed;
    try (OpenedStore opened = new OpenedStore(this, files)) {
      opened.found();
      crashed = files.crash(seed);
    }
    try (OpenedStore opened = new OpenedStore(this, crashed)) {
      assertThat(opened.found()).as("found after another crash").isEqualTo(expected);
      opened.settleAll();
      crashed = crashed.crash(seed);
    }
    assertThat(look(crashed)).as("found after all was settled").isEqualTo(Found.NOTHING);
  }
}
