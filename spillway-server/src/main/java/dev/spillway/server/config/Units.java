package dev.spillway.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write them. */
public final class Units {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18}) ?(?:([KMGT])I?)?B?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15}) ?(ms|s|m|h)");
  private static final String MULTIPLES = "KMGT";
  private static final int BITS_PER_MULTIPLE = 10;

  private Units() {}

  /** Bytes of {@code 8MB}, {@code 512 KB} or {@code 4096}, by 1,024; -1 when it is no size. */
  public static long size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return -1;
    }
    long number = Long.parseLong(matcher.group(1));
    String multiple = matcher.group(2);
    if (multiple == null) {
      return number;
    }
    int shift = BITS_PER_MULTIPLE * (MULTIPLES.indexOf(multiple.toUpperCase(Locale.ROOT)) + 1);
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }

  /** Milliseconds of {@code 250ms}, {@code 20s}, {@code 1m} or {@code 2h}; -1 when it is none. */
  public static long millis(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      return -1;
    }
    long factor =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          default -> 3_600_000;
        };
    long number = Long.parseLong(matcher.group(1));
    return number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor;
  }
}
