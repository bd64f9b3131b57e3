package dev.spillway.simulator.report;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Figure;
import dev.spillway.simulator.scenario.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. Stateless. */
final class Figures {
  static final String NONE = "-";
  static final double WHOLE = 100;
  private static final MathContext DIGITS = new MathContext(5);

  private Figures() {}

  /** {@code 99.87 %}. */
  static String percent(@Nullable Double share) {
    return share == null ? NONE : String.format(Locale.ROOT, "%.2f %%", WHOLE * share);
  }

  /** {@code 12.3 ms}, {@code 740 ms}, {@code never}. */
  static String millis(@Nullable Double millis) {
    if (millis == null) {
      return NONE;
    }
    if (millis.isInfinite()) {
      return "never";
    }
    return String.format(Locale.ROOT, millis < WHOLE && millis > 0 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** A figure in its own unit. */
  static String of(Figure figure, @Nullable Double value) {
    return switch (figure) {
      case GOODPUT, CRITICAL_SUCCESS -> percent(value);
      case P99_MILLIS, CONVERGED_MILLIS, RECOVERED_MILLIS -> millis(value);
      case INVERSIONS, FAIRNESS -> value == null ? NONE : String.format(Locale.ROOT, "%.5f", value);
    };
  }

  /** A number as JSON can say it; null for what is not one, or infinite. */
  static @Nullable Double number(@Nullable Double value) {
    return value == null || value.isNaN() || value.isInfinite() ? null : value;
  }

  /** What was measured for a bar, in the bar's own unit; short, but never rounded onto the bar. */
  static String measured(BarResult result, double value) {
    if (Double.isNaN(value)) {
      return "nothing to measure";
    }
    Metric metric = result.bar().metric();
    if (Double.isInfinite(value)) {
      return switch (metric) {
        case CONVERGED, RECOVERED, DEGRADED -> "never";
        default -> "without bound";
      };
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.round(DIGITS);
    boolean same =
        result.bar().bound().isMetBy(rounded.doubleValue()) == result.bar().bound().isMetBy(value);
    BigDecimal shown = same ? rounded : new BigDecimal(Double.toString(value));
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }
}
