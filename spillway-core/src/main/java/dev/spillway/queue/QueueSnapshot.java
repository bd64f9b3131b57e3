package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.rate.RateFigures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a queue at one moment. */
record QueueSnapshot(
    String name,
    QueuePolicy policy,
    DiskMode diskMode,
    boolean accepting,
    long memoryBytes,
    long memoryBoundBytes,
    Map<Priority, LaneFigures> lanes,
    List<GuardFigures> guards,
    RateFigures rate,
    long deadLetters,
    @Nullable SpillFigures spill,
    boolean takesCritical,
    @Nullable String trouble)
    implements QueueFigures {}
