package dev.spillway.simulator.report;

import dev.spillway.simulator.search.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a search found, as lines of text and for programs: each that stays degraded, whole. */
public final class SearchReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A policy that fails often would fill the screen; the file has them all. */
  private static final int MOST_SHOWN = 20;

  private static final double WHOLE = 100;

  private final String policy;
  private final long seed;
  private final List<Finding> findings;
  private final List<Finding> degraded;

  /** Tells of all combinations that were tried, of which there is at least one. */
  public SearchReport(String policy, long seed, List<Finding> findings) {
    this.policy = policy;
    this.seed = seed;
    this.findings = List.copyOf(findings);
    degraded =
        findings.stream()
            .filter(Finding::isDegraded)
            .sorted(
                Comparator.comparingDouble(Finding::degradedMillis)
                    .reversed()
                    .thenComparingInt(finding -> finding.combination().number()))
            .toList();
  }

  /** Its lines, without line ends; those that stay degraded for the longest first. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Finding finding : degraded.subList(0, Math.min(MOST_SHOWN, degraded.size()))) {
      lines.add(
          "combination %d: degraded for %s after its trigger had gone"
              .formatted(finding.combination().number(), millis(finding)));
      List<String> values = new ArrayList<>();
      finding.combination().values().forEach((name, value) -> values.add(name + "=" + value));
      lines.add("  " + String.join("  ", values));
      finding.combination().yaml().lines().map(line -> "    " + line).forEach(lines::add);
      lines.add("");
    }
    if (degraded.size() > MOST_SHOWN) {
      lines.add(
          "... and %d more; --json FILE has them all.".formatted(degraded.size() - MOST_SHOWN));
      lines.add("");
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d of %,d combinations of seed %d stay degraded for more than a second"
                + " (%.2f %%).",
            policy,
            degraded.size(),
            findings.size(),
            seed,
            WHOLE * degraded.size() / findings.size()));
    return lines;
  }

  private static String millis(Finding finding) {
    double millis = finding.degradedMillis();
    return Double.isInfinite(millis) ? "as long as it was looked at" : Figures.millis(millis);
  }

  /** Whether none stays degraded. */
  public boolean isMet() {
    return degraded.isEmpty();
  }

  /** The whole as a JSON document; who stays degraded to the end does so for null milliseconds. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("policy", policy);
    root.put("seed", seed);
    root.put("combinations", findings.size());
    root.put("degraded", degraded.stream().map(SearchReport::json).toList());
    root.put("met", isMet());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static Map<String, @Nullable Object> json(Finding finding) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("combination", finding.combination().number());
    json.put("degradedMillis", Figures.number(finding.degradedMillis()));
    json.put("values", finding.combination().values());
    json.put("scenario", finding.combination().yaml());
    return json;
  }
}
