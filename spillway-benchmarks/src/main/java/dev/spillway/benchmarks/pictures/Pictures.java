package dev.spillway.benchmarks.pictures;

import dev.spillway.benchmarks.pictures.Panel.Stack;
import dev.spillway.benchmarks.pictures.Panel.Stack.Bound;
import dev.spillway.benchmarks.pictures.Panel.Strips;
import dev.spillway.benchmarks.pictures.Panel.Strips.Scale;
import dev.spillway.benchmarks.pictures.Picture.Column;
import dev.spillway.benchmarks.pictures.Picture.Words;
import dev.spillway.queue.Strategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Draws the documents' pictures. */
public final class Pictures {
  private static final List<Panel> PANELS =
      List.of(
          new Stack("Offered, events/s", 84, Metric.OFFERED, sink()),
          new Strips("Fill of each lane", Metric.FILL, new Scale(1, 0.8, "%")),
          new Stack("Delivered, events/s", 64, Metric.DELIVERED, Bound.NONE),
          new Stack("Refused, events/s", 64, Metric.REFUSED, Bound.NONE),
          new Stack("Displaced, events/s", 64, Metric.DISPLACED, Bound.NONE),
          new Stack("Waiting in the log, events", 84, Metric.IN_LOG, Bound.NONE),
          new Strips("Longest delay told to producers", Metric.DELAY, new Scale(0, 0, "ms")));

  private static final Panel HELD_BACK =
      new Stack("Held back by producers, events", 64, Metric.HELD_BACK, Bound.NONE);

  private Pictures() {}

  private static Bound sink() {
    return new Bound(StrategyRun.SINK_EVENTS_PER_SECOND, "the sink takes 1,000");
  }

  /** Writes all pictures below the directory {@code docs} that is named, or {@code docs}. */
  public static void main(String[] arguments) throws IOException {
    Path docs = Path.of(arguments.length == 0 ? "docs" : arguments[0]);
    for (Strategy strategy : Strategy.values()) {
      Path file = docs.resolve(path(strategy));
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, of(strategy).getBytes(StandardCharsets.UTF_8));
      System.out.println(file);
    }
  }

  /** Where a strategy's picture is, below the directory of the documents. */
  static String path(Strategy strategy) {
    return "strategies/" + strategy.token() + ".svg";
  }

  /** The picture of {@code strategy}. */
  static String of(Strategy strategy) {
    boolean tells = strategy == Strategy.THROTTLE || strategy == Strategy.ADAPTIVE;
    Recording ignored = StrategyRun.of(strategy, false);
    List<Column> columns =
        tells
            ? List.of(
                new Column("Producers ignore what they are told", ignored),
                new Column("Producers wait as told", StrategyRun.of(strategy, true)))
            : List.of(new Column("", ignored));
    List<Panel> panels = new java.util.ArrayList<>(PANELS);
    if (tells) {
      panels.add(HELD_BACK);
    }
    String name = strategy.token().toUpperCase(Locale.ROOT);
    Words words =
        new Words(
            "Strategy " + name + " under four to six times what its sink takes",
            "Lanes of 1,000, 800, 500, 200 and 100 events, critical to bulk; in the incident"
                + " critical alone is three times the sink. Virtual time, the real classes.");
    return new Picture(words, StrategyRun.LOAD, panels, columns).svg();
  }
}
