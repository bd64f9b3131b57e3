package dev.spillway.server.ingest;

import dev.spillway.queue.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads deadlines, as RFC 3339 or as {@code +250ms}, {@code +5s}, {@code +2m}, {@code +1h}. */
final class Deadlines {
  private static final Pattern RELATIVE = Pattern.compile("\\+([0-9]{1,15})(ms|s|m|h)");

  private Deadlines() {}

  /**
   * A deadline in epoch milliseconds; 0 for one before 1970.
   *
   * @throws DateTimeException if {@code text} has neither form
   */
  static long epochMillis(String text, long nowMillis) {
    if (!text.startsWith("+")) {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return instant.isBefore(Instant.EPOCH) ? 0 : instant.toEpochMilli();
    }
    Matcher matcher = RELATIVE.matcher(text);
    if (!matcher.matches()) {
      throw new DateTimeException("not a relative deadline: " + text);
    }
    try {
      long units = Long.parseLong(matcher.group(1));
      return Math.addExact(nowMillis, Math.multiplyExact(units, unitMillis(matcher.group(2))));
    } catch (ArithmeticException e) {
      return Event.NO_DEADLINE; // further away than milliseconds can tell
    }
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      default -> 3_600_000;
    };
  }
}
