package dev.spillway.benchmarks.pictures;

import dev.spillway.benchmarks.RatedSink;
import dev.spillway.benchmarks.pictures.Load.Phase;
import dev.spillway.benchmarks.pictures.Panel.Bound;
import dev.spillway.benchmarks.pictures.Panel.Scale;
import dev.spillway.benchmarks.pictures.Panel.Stack;
import dev.spillway.benchmarks.pictures.Panel.Strips;
import dev.spillway.benchmarks.pictures.Picture.Column;
import dev.spillway.benchmarks.pictures.Picture.Words;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.queue.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One strategy under the same load as every other. */
record StrategyScene(Strategy strategy) {
  private static final int SINK_EVENTS_PER_SECOND = 1_000;
  private static final int BATCH_EVENTS = 20;

  private static final List<Phase> PHASES =
      List.of(
          new Phase("", 0, List.of(20, 40, 60, 50, 30)),
          new Phase("4×", 2, List.of(400, 800, 1_200, 1_000, 600)),
          new Phase("6.6×", 5, List.of(3_000, 800, 1_200, 1_000, 600)),
          new Phase("", 7, List.of(20, 40, 60, 50, 30)));

  private static final int SECONDS = 32;

  /** Without a backlog on disk, all is over after half of the time. */
  private static final int SECONDS_WITHOUT_BACKLOG = 16;

  private static final List<Panel> PANELS =
      List.of(
          new Stack(
              "Offered, events/s; the sink takes 1,000 (dashed)",
              84,
              Metric.OFFERED,
              new Bound(SINK_EVENTS_PER_SECOND)),
          new Strips(
              "Fill of each lane; high mark dashed, peak on the right",
              Metric.FILL,
              new Scale(1, 0.8, "%")),
          new Stack("Delivered, events/s", 64, Metric.DELIVERED, Bound.NONE),
          new Stack("Refused, events/s", 64, Metric.REFUSED, Bound.NONE),
          new Stack("Displaced, events/s", 64, Metric.DISPLACED, Bound.NONE),
          new Stack("Waiting in the log, events", 84, Metric.IN_LOG, Bound.NONE),
          new Strips(
              "Delay told to producers; longest on the right",
              Metric.DELAY,
              new Scale(0, 0, "ms")));

  private static final Panel HELD_BACK =
      new Stack("Held back by producers, events", 64, Metric.HELD_BACK, Bound.NONE);

  /** Where its picture is, below the directory of the documents. */
  String path() {
    return "strategies/" + strategy.token() + ".svg";
  }

  Recording run(boolean honoursDelays) {
    VirtualRun run = new VirtualRun(new VirtualRun.Plan(strategy, load(), honoursDelays));
    RatedSink sink = new RatedSink(run.scheduler(), SINK_EVENTS_PER_SECOND);
    Dispatcher dispatcher =
        Dispatcher.builder(run.queue(), sink, run.scheduler()).batchEvents(BATCH_EVENTS).build();
    return run.record(dispatcher, () -> {});
  }

  String svg() {
    List<Panel> panels = new ArrayList<>(PANELS);
    List<Column> columns = new ArrayList<>();
    if (tellsDelays()) {
      panels.add(HELD_BACK);
      columns.add(new Column("Producers ignore what they are told", run(false)));
      columns.add(new Column("Producers wait as told and send again what was refused", run(true)));
    } else {
      columns.add(new Column("", run(false)));
    }
    Words words =
        new Words(
            "Strategy " + strategy.token().toUpperCase(Locale.ROOT) + " under overload",
            "Four times what the sink takes for 3 s, then 2 s in which critical alone is three"
                + " times as much. Lanes of 1,000, 800, 500, 200 and 100 events.");
    return new Picture(words, load(), panels, columns).svg();
  }

  private boolean tellsDelays() {
    return strategy == Strategy.THROTTLE || strategy == Strategy.ADAPTIVE;
  }

  private Load load() {
    boolean refuses = strategy == Strategy.DROP || strategy == Strategy.SHED;
    return new Load(PHASES, SECONDS, refuses ? SECONDS_WITHOUT_BACKLOG : SECONDS);
  }
}
