package dev.spillway.micrometer;

import java.util.List;

/**
 * The histograms of one thing and where their figures come from.
 *
 * @param name the value of each one's first label
 */
record Histograms<S>(String name, Snapshots<S> snapshots, List<MeterFamily<S>> families) {}
