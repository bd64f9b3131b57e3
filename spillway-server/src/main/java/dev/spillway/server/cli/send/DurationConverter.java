package dev.spillway.server.cli.send;

import dev.spillway.server.config.Units;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as in the configuration file. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    long millis = Units.millis(text);
    if (millis < 0) {
      throw new TypeConversionException(
          "must be a duration such as 250ms, 20s or 1m: '" + text + "'");
    }
    return Duration.ofMillis(millis);
  }
}
