package dev.spillway.benchmarks;

import java.util.Collection;
import java.util.Locale;

/** What the rounds of a measurement gave: the middle, and how far the others are from it. */
public record Spread(double median, double least, double greatest) {

  /**
   * Of at least one figure.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("figures must not be empty");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** The median, and the least and the greatest in parentheses, each as {@code format} says. */
  public String text(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + " to " + format + ")", median, least, greatest);
  }
}
