package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import dev.spillway.benchmarks.kill.Told.Answered;
import dev.spillway.benchmarks.kill.Told.Delivered;
import dev.spillway.benchmarks.kill.Told.Item;
import dev.spillway.benchmarks.kill.Told.Offered;
import dev.spillway.benchmarks.kill.Told.Opening;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Refusal;
import dev.spillway.benchmarks.kill.Told.Stopped;
import dev.spillway.benchmarks.kill.Told.Stopping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines in which a child tells: words, and an end by which a line that was cut off shows. */
final class ToldLine {
  private static final String END = ";";
  private static final String UNCERTAIN = "?";
  private static final int LANES = Priority.values().length;

  private ToldLine() {}

  static String of(Told told) {
    return words(told) + " " + END;
  }

  private static String words(Told told) {
    if (told instanceof Offered offered) {
      return "offered " + words(offered);
    }
    if (told instanceof Answered answered) {
      return "answered " + words(answered.offer()) + " " + answered.durable() + refusals(answered);
    }
    if (told instanceof Delivered delivered) {
      return delivered.items().stream()
          .map(item -> item.id() + ":" + item.checksum())
          .collect(Collectors.joining(" ", "delivered " + delivered.lane() + " ", ""));
    }
    if (told instanceof Ready ready) {
      return "ready "
          + ready.recoveryNanos()
          + (" " + ready.clean() + " " + ready.rebuilt() + " " + ready.letters() + " ")
          + ready.recovered().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
    if (told instanceof Stopped stopped) {
      return "stopped "
          + (stopped.letters() + " " + stopped.letterImbalance() + " " + stopped.quarantined())
          + (" " + stopped.sound() + " ")
          + stopped.lanes().stream().map(LaneBook::words).collect(Collectors.joining(" "));
    }
    return told instanceof Opening ? "opening" : "stopping";
  }

  private static String words(Offered offered) {
    return offered.producer() + " " + offered.first() + " " + offered.count();
  }

  private static String refusals(Answered answered) {
    return answered.refusals().stream()
        .map(refusal -> " " + refusal.number() + (refusal.uncertain() ? UNCERTAIN : ""))
        .collect(Collectors.joining());
  }

  /**
   * What {@code line} tells; null if the child was killed before it had written all of it.
   *
   * @throws IllegalArgumentException if no child tells such a thing
   */
  static @Nullable Told parse(String line) {
    String[] words = line.split(" ", -1);
    int end = words.length - 1;
    if (!words[end].equals(END)) {
      return null;
    }
    return switch (words[0]) {
      case "opening" -> new Opening();
      case "ready" -> ready(words);
      case "offered" -> offered(words);
      case "answered" -> answered(words, end);
      case "delivered" -> delivered(words, end);
      case "stopping" -> new Stopping();
      case "stopped" -> stopped(words);
      default -> throw new IllegalArgumentException("line must be a child's: line=" + line);
    };
  }

  private static Ready ready(String[] words) {
    List<Long> recovered = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      recovered.add(Long.parseLong(words[5 + lane]));
    }
    return new Ready(
        Long.parseLong(words[1]),
        Boolean.parseBoolean(words[2]),
        Boolean.parseBoolean(words[3]),
        Long.parseLong(words[4]),
        recovered);
  }

  private static Offered offered(String[] words) {
    return new Offered(
        Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
  }

  private static Answered answered(String[] words, int end) {
    List<Refusal> refusals = new ArrayList<>();
    for (int index = 5; index < end; index++) {
      boolean uncertain = words[index].endsWith(UNCERTAIN);
      String number = uncertain ? words[index].replace(UNCERTAIN, "") : words[index];
      refusals.add(new Refusal(Integer.parseInt(number), uncertain));
    }
    return new Answered(offered(words), Boolean.parseBoolean(words[4]), refusals);
  }

  private static Delivered delivered(String[] words, int end) {
    List<Item> items = new ArrayList<>(end);
    for (int index = 2; index < end; index++) {
      int colon = words[index].indexOf(':');
      items.add(
          new Item(
              words[index].substring(0, colon),
              Integer.parseInt(words[index].substring(colon + 1))));
    }
    return new Delivered(Priority.valueOf(words[1]), items);
  }

  private static Stopped stopped(String[] words) {
    List<LaneBook> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(LaneBook.parse(words, 5 + lane * LaneBook.WORDS));
    }
    return new Stopped(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Boolean.parseBoolean(words[4]),
        lanes);
  }
}
