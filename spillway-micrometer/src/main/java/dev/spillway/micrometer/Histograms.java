package dev.spillway.micrometer;

import java.util.List;
import java.util.Map;

/**
 * The histograms of one thing and where their figures come from.
 *
 * @param name the value of each one's first label
 * @param common what their registry adds to the labels of every meter, by name
 */
record Histograms<S>(
    String name,
    Snapshots<S> snapshots,
    List<MeterFamily<S>> families,
    Map<String, String> common) {}
