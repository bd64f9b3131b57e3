package dev.spillway.server.config;

import dev.spillway.Priority;
import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Passwords;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A value that is one word or text. */
record ScalarType<T>(
    String allowed, Function<String, @Nullable T> parser, UnaryOperator<String> masking)
    implements ValueType<T> {
  private static final int MAX_TEXT = 4096;

  /** A value that anybody may see. */
  ScalarType(String allowed, Function<String, @Nullable T> parser) {
    this(allowed, parser, UnaryOperator.identity());
  }

  @Override
  public String shown(Node value) {
    return FlowYaml.of(FlowYaml.mapped(value, masking));
  }

  @Override
  public @Nullable T read(String path, Setting setting, Mistakes mistakes) {
    T value = null;
    if (setting.value() instanceof Node.Scalar scalar && scalar.text() != null) {
      value = parser.apply(scalar.text());
    }
    if (value == null) {
      mistakes.mustBe(setting.origin(), path, allowed, setting.value());
    }
    return value;
  }

  static ValueType<String> text(String allowed) {
    return new ScalarType<>(allowed, t -> t.isBlank() || t.length() > MAX_TEXT ? null : t);
  }

  static ValueType<Boolean> trueOrFalse() {
    return new ScalarType<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Boolean.TRUE;
              case "false" -> Boolean.FALSE;
              default -> null;
            });
  }

  static ValueType<Integer> count(int least, int most) {
    return new ScalarType<>(
        "a whole number from " + least + " to " + most,
        text -> {
          Long number = whole(text);
          return number == null || number < least || number > most ? null : number.intValue();
        });
  }

  static ValueType<Long> number(long least, long most) {
    return new ScalarType<>(
        "a whole number from " + least + " to " + most,
        text -> {
          Long number = whole(text);
          return number == null || number < least || number > most ? null : number;
        });
  }

  static ValueType<Double> factor(double least, double most) {
    return new ScalarType<>(
        "a number from " + plain(least) + " to " + plain(most),
        text -> {
          try {
            double number = Double.parseDouble(text);
            return number >= least && number <= most ? number : null;
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  static ValueType<Long> size(String least, String most) {
    long leastBytes = Units.size(least);
    long mostBytes = Units.size(most);
    return new ScalarType<>(
        "a size such as 512KB, 8MB or plain bytes, from " + least + " to " + most,
        text -> {
          long bytes = Units.size(text);
          return bytes < leastBytes || bytes > mostBytes ? null : bytes;
        });
  }

  static ValueType<Duration> duration(String least, String most) {
    long leastMillis = Units.millis(least);
    long mostMillis = Units.millis(most);
    return new ScalarType<>(
        "a duration such as 250ms, 20s or 1m, from " + least + " to " + most,
        text -> {
          long millis = Units.millis(text);
          return millis < leastMillis || millis > mostMillis ? null : Duration.ofMillis(millis);
        });
  }

  static <E extends Enum<E>> ValueType<E> choice(E[] values, Function<E, String> token) {
    List<String> tokens = Arrays.stream(values).map(token).toList();
    return new ScalarType<>(
        Mistakes.either(tokens),
        text -> {
          int index = tokens.indexOf(text.strip().toLowerCase(Locale.ROOT));
          return index < 0 ? null : values[index];
        });
  }

  static ValueType<Priority> priority() {
    return choice(Priority.values(), Priority::token);
  }

  static ValueType<Path> path() {
    return new ScalarType<>(
        "a path",
        text -> {
          try {
            return text.isBlank() ? null : Path.of(text);
          } catch (InvalidPathException e) {
            return null;
          }
        });
  }

  static ValueType<URI> url() {
    return new ScalarType<>(
        "an http or https URL without user and password", HttpUrl::of, Passwords::hidden);
  }

  private static @Nullable Long whole(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
