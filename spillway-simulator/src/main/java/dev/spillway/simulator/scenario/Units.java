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
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(B|KB|MB|GB)");
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

  /** The bytes of {@code 512B}, {@code 64KB}, {@code 8MB} or {@code 1GB}; null when it is none. */
  static @Nullable Long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    int shift =
        switch (matcher.group(2)) {
          case "KB" -> 10;
          case "MB" -> 20;
          case "GB" -> 30;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
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

  /** The shortest way to write a size. */
  static String text(long bytes) {
    String[] units = {"B", "KB", "MB", "GB"};
    long size = bytes;
    int unit = 0;
    while (unit + 1 < units.length && size >= 1024 && size % 1024 == 0) {
      size /= 1024;
      unit++;
    }
    return size + units[unit];
  }
}
