package dev.spillway.simulator.spill;

import dev.spillway.queue.EventQueue;
import dev.spillway.spill.SpillLogBuilder;
import dev.spillway.time.TaskScheduler;

/** What a log lies on, from one life of its process to the next. */
interface Disk {
  /** The tasks of a new life: its time, and a thread that ends with it. */
  TaskScheduler tasks();

  /** Begins to describe the log of a life with such tasks. */
  SpillLogBuilder log(TaskScheduler tasks);

  /** How long it takes until what was just forced is on the disk; 0 where forces wait for it. */
  long busyNanos();

  /** The process of {@code queue} dies, and nothing that it does reaches the disk any more. */
  void cutOff(EventQueue queue);

  /** Forgets all. */
  void discard();
}
