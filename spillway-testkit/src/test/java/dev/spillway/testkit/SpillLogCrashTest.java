package dev.spillway.testkit;

import dev.spillway.queue.SpillStore;
import dev.spillway.spill.SpillFiles;
import dev.spillway.testkit.disk.CrashContract;
import dev.spillway.time.TaskScheduler;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlantedFaultSwitch.class)
class SpillLogCrashTest extends CrashContract {
  @Override
  protected SpillStore open(SpillFiles files, TaskScheduler scheduler) {
    return LogWorld.smallLog(files, scheduler).open();
  }
}
