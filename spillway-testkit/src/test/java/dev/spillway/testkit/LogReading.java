package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.spill.SpillInspector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What the log itself says that lanes hold: opened and drained, or inspected. */
final class LogReading {
  private LogReading() {}

  /** By looking only. */
  static Map<String, FormatLane.Reading> inspected(SpillInspector inspector) {
    Map<String, FormatLane.Reading> lanes = new HashMap<>();
    for (SpillInspector.Lane lane : inspector.lanes()) {
      Visited visited = new Visited();
      if (lane.end() > lane.cursor() || !lane.segments().isEmpty()) {
        inspector.records(lane.name(), visited);
      }
      lanes.put(lane.name(), visited.reading(lane.cursor(), lane.end()));
    }
    return lanes;
  }

  static List<Long> cursors(SpillInspector inspector) {
    return inspector.lanes().stream().map(SpillInspector.Lane::cursor).toList();
  }

  /** Headers and blocks, counted, say what reading them says. */
  static void assertCounted(SpillInspector inspector) {
    Map<String, FormatLane.Reading> found = inspected(inspector);
    for (SpillInspector.Content told : inspector.contents()) {
      FormatLane.Reading lane = Objects.requireNonNull(found.get(told.lane()));
      assertThat(told.records() + told.unreadable() + told.filled())
          .as(told.lane())
          .isEqualTo(lane.waiting().size() + lane.lost() + lane.filled());
    }
    SpillInspector.Verification verified = inspector.verify((segment, done, total) -> {});
    assertThat(verified.lostRecords()).isEqualTo(sum(found, FormatLane.Reading::lost));
    assertThat(verified.filledRecords()).isEqualTo(sum(found, FormatLane.Reading::filled));
    assertThat(verified.records() - verified.settledRecords())
        .isEqualTo(sum(found, lane -> lane.waiting().size()));
  }

  static long sum(Map<String, FormatLane.Reading> lanes, ToLongFunction<FormatLane.Reading> count) {
    return lanes.values().stream().mapToLong(count).sum();
  }

  private static final class Visited implements SpillInspector.RecordVisitor {
    private final NavigableMap<Long, byte[]> waiting = new TreeMap<>();
    private long lost;
    private long filled;

    FormatLane.Reading reading(long cursor, long end) {
      return new FormatLane.Reading(cursor, end, waiting, lost, filled);
    }

    @Override
    public void onRecord(long sequence, byte[] bytes, int offset, int length) {
      waiting.put(sequence, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void onDamage(long first, long end) {
      lost += end - first;
    }

    @Override
    public void onFilled(long first, long end) {
      filled += end - first;
    }
  }

  /** By taking everything out of a log just opened, whose lanes had these cursors. */
  static Map<String, FormatLane.Reading> drained(LogWorld world, List<Long> cursors) {
    world.connect();
    Map<String, FormatLane.Reading> lanes = new HashMap<>();
    for (Priority priority : Priority.values()) {
      String name = priority.token();
      int lane = FormatSegment.LANES.indexOf(name);
      int carried = FormatSegment.LANES.indexOf(name + "-carried");
      lanes.put(name, drained(world, world.log().backlog(priority), cursors.get(lane)));
      lanes.put(
          name + "-carried", drained(world, world.log().carryOver(priority), cursors.get(carried)));
    }
    lanes.put("dead-letters", letters(world, cursors.get(cursors.size() - 1)));
    return lanes;
  }

  private static FormatLane.Reading letters(LogWorld world, long cursor) {
    SpillLetters letters = world.log().deadLetters();
    Drained drained = new Drained(cursor);
    long end = letters.end();
    long from = 0;
    for (SpillLetters.Block block = world.readLetters(from);
        block != null;
        block = world.readLetters(from)) {
      for (int index = 0; index < block.records().count(); index++) {
        if (block.isKept(index)) {
          drained.add(block.records(), index, block.first() + index);
        }
      }
      from = block.end();
    }
    return new FormatLane.Reading(
        cursor, end, drained.waiting, letters.quarantined(), drained.filled);
  }

  private static FormatLane.Reading drained(LogWorld world, SpillLane lane, long cursor) {
    Drained drained = new Drained(cursor);
    long lost = 0;
    for (SpillBlock block : world.poll(lane)) {
      lost += block.quarantinedBefore();
      drained.end += block.quarantinedBefore();
      for (int index = 0; index < block.records().count(); index++) {
        drained.add(block.records(), index, drained.end++);
      }
      lane.acknowledge(block);
    }
    return new FormatLane.Reading(cursor, drained.end, drained.waiting, lost, drained.filled);
  }

  private static final class Drained {
    private final NavigableMap<Long, byte[]> waiting = new TreeMap<>();
    private long end;
    private long filled;

    Drained(long cursor) {
      end = cursor;
    }

    void add(RecordBuffer records, int index, long sequence) {
      if (records.sizeBytes() == records.count() * RecordBuffer.LENGTH_BYTES) {
        filled++; // none of them holds anything
      } else {
        int from = records.offset(index);
        waiting.put(sequence, Arrays.copyOfRange(records.array(), from, records.end(index)));
      }
    }
  }
}
