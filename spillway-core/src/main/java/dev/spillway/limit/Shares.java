package dev.spillway.limit;

import java.util.List;

/** What a limiter's parts share: slots, those who use them, and those to be told. */
record Shares(SlotTable slots, List<Partition> partitions, Told told) {}
