package dev.spillway.simulator.scenario;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a value is written. */
interface Shape<T> {
  /** Reads a value; null, with a mistake added, when it is written otherwise. */
  @Nullable T read(Reading reading, String path, Node node);

  /** Text that is not empty. */
  Shape<String> TEXT = scalar("a text", text -> text.isBlank() ? null : text.strip());

  /** A duration with its unit. */
  Shape<Duration> DURATION = scalar("a duration such as 20us, 2ms, 1.5s or 1m", Units::duration);

  /** A size in bytes. */
  Shape<Long> BYTES = scalar("a size such as 512B, 64KB, 8MB or 1GB", Units::bytes);

  /** A number. */
  Shape<Double> NUMBER =
      scalar(
          "a number",
          text -> {
            try {
              double number = Double.parseDouble(text);
              return Double.isNaN(number) || Double.isInfinite(number) ? null : number;
            } catch (NumberFormatException e) {
              return null;
            }
          });

  /** A whole number. */
  Shape<Integer> COUNT =
      scalar(
          "a whole number",
          text -> {
            try {
              return Integer.valueOf(text.strip());
            } catch (NumberFormatException e) {
              return null;
            }
          });

  /** One word or text. */
  static <T> Shape<T> scalar(String allowed, Function<String, @Nullable T> parser) {
    return (reading, path, node) -> {
      T value = null;
      if (node instanceof Node.Scalar scalar && scalar.text() != null) {
        value = parser.apply(scalar.text());
      }
      if (value == null) {
        reading.mustBe(path, allowed, node);
      }
      return value;
    };
  }

  /** One of a few words. */
  static <E extends Enum<E>> Shape<E> word(E[] values) {
    List<String> tokens = Arrays.stream(values).map(Shape::token).toList();
    return scalar(
        Mistakes.either(tokens),
        text -> {
          int index = tokens.indexOf(text.strip().toLowerCase(Locale.ROOT));
          return index < 0 ? null : values[index];
        });
  }

  /** The word that stands for a value. */
  static String token(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Values one after another. */
  static <T> Shape<List<T>> list(Shape<T> items) {
    return (reading, path, node) -> {
      if (!(node instanceof Node.Sequence sequence)) {
        reading.mustBe(path, "a list", node);
        return null;
      }
      List<T> values = new ArrayList<>();
      for (Node item : sequence.items()) {
        String place = path + "[" + values.size() + "]";
        reading.place(place, item.origin());
        T value = items.read(reading, place, item);
        if (value == null) {
          return null;
        }
        values.add(value);
      }
      return values;
    };
  }

  /** Keys with values; what is read of them decides which there are. */
  static <T> Shape<T> mapping(Function<Fields, T> reader) {
    return (reading, path, node) -> {
      boolean empty = node instanceof Node.Scalar scalar && scalar.text() == null;
      if (!empty && !(node instanceof Node.Mapping)) {
        reading.mustBe(path, "a mapping of keys", node);
        return null;
      }
      Fields fields = new Fields(reading, path, node);
      T value = reader.apply(fields);
      fields.complainOfOthers();
      return value;
    };
  }
}
