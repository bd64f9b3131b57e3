package dev.spillway.testkit.disk;

import dev.spillway.queue.SpillStore;
import dev.spillway.spill.SpillFiles;
import dev.spillway.testkit.SimulatedFiles;
import dev.spillway.time.TaskScheduler;

/** A store on {@link SpillFiles} that is to be proven: says how it is opened. */
public abstract class DiskContract {
  /** For subclasses. */
  protected DiskContract() {}

  /**
   * Opens a store on what {@code files} hold, to work with {@code scheduler} alone. Called by
   * several threads at once, each with files of its own. Small segments, of some twenty kilobytes,
   * make the work reach their ends; no two records of 900 bytes that are awaited one after the
   * other may share a block.
   */
  protected abstract SpillStore open(SpillFiles files, TaskScheduler scheduler);

  /** What a store finds in {@code files}. */
  final Found look(SimulatedFiles files) {
    try (OpenedStore opened = new OpenedStore(this, files)) {
      return opened.found();
    }
  }
}
