package dev.spillway.micrometer;

import java.util.List;
import java.util.Locale;

/**
 * What a meter is called and what it means.
 *
 * @param name as Micrometer has it, with dots and without a unit
 * @param kind how its values go
 * @param unit seconds or bytes; empty for a plain number
 * @param labels what tells its series from each other
 * @param meaning a sentence without its full stop
 */
public record MeterDescription(
    String name, Kind kind, String unit, List<String> labels, String meaning) {
  /** Copies the labels. */
  public MeterDescription {
    labels = List.copyOf(labels);
  }

  /** The name as Prometheus shows it, with unit and {@code _total}. */
  public String prometheusName() {
    String base = name.replace('.', '_');
    String suffix = unit.isEmpty() || base.endsWith("_" + unit) ? "" : "_" + unit;
    String total = kind == Kind.COUNTER && !base.endsWith("_total") ? "_total" : "";
    return base + suffix + total;
  }

  /** How the values of a meter go. */
  public enum Kind {
    /** Up only, from 0 at the start of the process. */
    COUNTER,
    /** Up and down. */
    GAUGE,
    /** Counts of durations by how long they took at most, with their number and sum. */
    HISTOGRAM;

    private final String token = name().toLowerCase(Locale.ROOT);

    /** The type as Prometheus names it. */
    public String token() {
      return token;
    }
  }
}
