package dev.spillway.simulator.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and numbers as a scenario writes them. */
final class Units {
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?(us|ms|s|m|h)");
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private Units() {}

  /** The length of {@code 20us}, {@code 2ms}, {@code 1.5s} or {@code 1m}; null when it is none. */
  static @Nullable Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    long unit =
        switch (matcher.group(2)) {
          case "us" -> MICRO;
          case "ms" -> MILLI;
          case "s" -> SECOND;
          case "m" -> MINUTE;
          default -> HOUR;
        };
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValue());
  }

  /** The shortest way to write a duration. */
  static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    long size = Math.abs(nanos);
    if (size >= MINUTE && size % MINUTE == 0) {
      return nanos / MINUTE + "m";
    }
    if (size >= SECOND) {
      return plain(nanos, SECOND) + "s";
    }
    return size >= MILLI ? plain(nanos, MILLI) + "ms" : plain(nanos, MICRO) + "us";
  }

  private static String plain(long nanos, long unit) {
    return text(nanos / (double) unit);
  }

  /** A number without needless digits. */
  static String text(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}
