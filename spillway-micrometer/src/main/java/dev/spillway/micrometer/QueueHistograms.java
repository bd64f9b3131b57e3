package dev.spillway.micrometer;

import java.util.List;

/** The histograms of one queue and where their figures come from. */
record QueueHistograms(String queue, Snapshots snapshots, List<MeterFamily> families) {}
