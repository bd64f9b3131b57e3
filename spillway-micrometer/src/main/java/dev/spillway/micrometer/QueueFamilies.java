package dev.spillway.micrometer;

import static dev.spillway.micrometer.MeterDescription.Kind.COUNTER;
import static dev.spillway.micrometer.MeterDescription.Kind.GAUGE;
import static dev.spillway.micrometer.MeterFamily.QUEUE;
import static dev.spillway.micrometer.MeterFamily.described;
import static dev.spillway.micrometer.MeterFamily.toNumber;

import dev.spillway.micrometer.MeterDescription.Kind;
import dev.spillway.micrometer.MeterFamily.Series;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.QueueFigures;
import dev.spillway.queue.SpillFigures;
import dev.spillway.queue.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of a queue as a whole and of its log. */
final class QueueFamilies {
  static final List<MeterFamily<Snapshot>> ALL = all();

  private QueueFamilies() {}

  private static List<MeterFamily<Snapshot>> all() {
    List<MeterFamily<Snapshot>> families = new ArrayList<>();
    families.addAll(state());
    families.addAll(log());
    return List.copyOf(families);
  }

  /** One for the whole queue. */
  static MeterFamily<Snapshot> ofQueue(
      Kind kind, String name, String meaning, ToDoubleFunction<Snapshot> value) {
    return MeterFamily.plain(
        described(kind, name, List.of(QUEUE), meaning), List.of(new Series<>(List.of(), value)));
  }

  private static List<MeterFamily<Snapshot>> state() {
    return List.of(
        queue("accepting", "1 while new events are taken at all", q -> toNumber(q.accepting())),
        queue(
            "takes.critical",
            "1 while critical events are taken at the queue's own promise",
            q -> toNumber(q.takesCritical())),
        queue(
            "trouble",
            "1 while the queue or its log is in trouble",
            q -> toNumber(q.trouble() != null)),
        queue("memory.bytes", "Memory charged to held events", QueueFigures::memoryBytes),
        queue("memory.bound.bytes", "The bound on that memory", QueueFigures::memoryBoundBytes),
        queue("dead.letters", "Dead letters kept", QueueFigures::deadLetters),
        MeterFamily.ofStates(
            described(
                GAUGE,
                "spillway.queue.strategy",
                List.of(QUEUE, "strategy"),
                "What a full lane does: 1 for the strategy in force, 0 for the others"),
            Strategy.values(),
            Strategy::token,
            s -> s.queue().policy().strategy()));
  }

  private static MeterFamily<Snapshot> queue(
      String name, String meaning, ToDoubleFunction<QueueFigures> value) {
    return ofQueue(GAUGE, "spillway.queue." + name, meaning, s -> value.applyAsDouble(s.queue()));
  }

  private static List<MeterFamily<Snapshot>> log() {
    return List.of(
        log(GAUGE, "disk.bytes", "Disk space that the log takes", SpillFigures::diskBytes),
        log(GAUGE, "disk.bound.bytes", "The bound on that space", SpillFigures::diskBoundBytes),
        diskStates(),
        log(
            GAUGE,
            "disk.free.bytes",
            "What the file system has free; -1 where nobody can tell",
            f -> f.disk().freeBytes()),
        log(
            GAUGE,
            "disk.keep.free.bytes",
            "What is left free on it",
            f -> f.disk().keepFreeBytes()),
        log(GAUGE, "segments", "Segment files, spare ones included", SpillFigures::segments),
        log(COUNTER, "blocks.forced", "Blocks written and forced", SpillFigures::blocksForced),
        log(COUNTER, "forces", "Times that a file was forced", SpillFigures::forces),
        log(COUNTER, "quarantined.records", "Records lost to damage", SpillFigures::quarantined));
  }

  private static MeterFamily<Snapshot> diskStates() {
    return MeterFamily.<Snapshot, DiskState>ofStates(
            described(
                GAUGE,
                "spillway.log.disk.state",
                List.of(QUEUE, "state"),
                "How the disk does: 1 for the state that it is in, 0 for the others"),
            DiskState.values(),
            DiskState::token,
            s -> Objects.requireNonNull(s.queue().spill()).disk().state())
        .where(s -> s.queue().spill() != null);
  }

  private static MeterFamily<Snapshot> log(
      Kind kind, String name, String meaning, ToLongFunction<SpillFigures> value) {
    return ofQueue(
            kind,
            "spillway.log." + name,
            meaning,
            s -> value.applyAsLong(Objects.requireNonNull(s.queue().spill())))
        .where(s -> s.queue().spill() != null);
  }
}
