package dev.spillway.spill;

import dev.spillway.time.TaskScheduler;
import java.util.concurrent.atomic.AtomicLong;

/** What the lanes' readers share. */
record SpillReader(
    SpillFiles files,
    TaskScheduler scheduler,
    BlockDecoder decoder,
    Trouble trouble,
    AtomicLong quarantined) {}
