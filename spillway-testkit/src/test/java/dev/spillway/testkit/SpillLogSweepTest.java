package dev.spillway.testkit;

import dev.spillway.queue.SpillStore;
import dev.spillway.spill.SpillFiles;
import dev.spillway.testkit.disk.DamageContract;
import dev.spillway.time.TaskScheduler;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlantedFaultSwitch.class)
class SpillLogSweepTest extends DamageContract {
  @Override
  protected SpillStore open(SpillFiles files, TaskScheduler scheduler) {
    return LogWorld.smallLog(files, scheduler).open();
  }

  @Override
  protected boolean holdsRecords(String name) {
    return name.endsWith(".seg");
  }
}
