package dev.spillway.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.testkit.SimulatedFiles;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * What every store must survive: the power may go after each operation of each {@link Workload},
 * with any one or two of the changes that were not forced missing, torn or spoilt, or alone on the
 * disk.
 */
public abstract class CrashContract extends DiskContract {
  /** One state in so many is crashed once more, and delivered to its end. */
  private static final int TRIED_AGAIN = 8;

  /** For subclasses. */
  protected CrashContract() {}

  @Test
  protected void anyCrash_keepsWhatWasPromised() {
    long states = 0;
    for (Workload workload : Workload.values()) {
      try {
        states += enumerate(workload);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(workload + ": " + e.getMessage(), e);
      }
    }
    System.out.printf("%,d states of a disk after a crash were opened and found true%n", states);
  }

  private int enumerate(Workload workload) {
    CrashWork work = new CrashWork(this);
    workload.run(work);
    Set<Long> tried = ConcurrentHashMap.newKeySet();
    Moment.of(work.operations()).parallelStream().forEach(moment -> tryAll(work, moment, tried));
    System.out.printf(
        "%s: %,d states after %,d operations%n", workload, tried.size(), work.operations().size());
    return tried.size();
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
