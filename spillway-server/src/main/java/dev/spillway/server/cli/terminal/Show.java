package dev.spillway.server.cli.terminal;

import java.util.Locale;

/** Figures as people read them. */
public final class Show {
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long MINUTES_PER_HOUR = 60;
  private static final double MULTIPLE = 1024;
  private static final String[] SIZES = {"bytes", "KB", "MB", "GB", "TB"};

  private Show() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 event}, {@code 2 events}. */
  public static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** {@code 1.5 MB}. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int size = 0;
    while (amount >= MULTIPLE && size < SIZES.length - 1) {
      amount /= MULTIPLE;
      size++;
    }
    return size == 0
        ? bytes + " " + SIZES[0]
        : String.format(Locale.ROOT, "%.1f %s", amount, SIZES[size]);
  }

  /** {@code 850 ms}, {@code 2.3 s}, {@code 4m 05s}, {@code 1h 10m}. */
  public static String duration(long millis) {
    if (millis < MILLIS_PER_SECOND) {
      return millis + " ms";
    }
    long seconds = millis / MILLIS_PER_SECOND;
    if (seconds < SECONDS_PER_MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", millis / (double) MILLIS_PER_SECOND);
    }
    long minutes = seconds / SECONDS_PER_MINUTE;
    if (minutes < MINUTES_PER_HOUR) {
      return String.format(Locale.ROOT, "%dm %02ds", minutes, seconds % SECONDS_PER_MINUTE);
    }
    return String.format(
        Locale.ROOT, "%dh %02dm", minutes / MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR);
  }
}
