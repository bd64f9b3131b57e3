package dev.spillway.testkit;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.spill.SpillInspector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the log itself says that lanes hold: opened and drained, or inspected. */
final class LogReading {
  private LogReading() {}

  /** By looking only. */
  static Map<String, FormatLane.Reading> inspected(SpillInspector inspector) {
    Map<String, FormatLane.Reading> lanes = new HashMap<>();
    for (SpillInspector.Lane lane : inspector.lanes()) {
      Visited visited = new Visited();
      inspector.records(lane.name(), visited);
      lanes.put(lane.name(), visited.reading(lane.cursor(), lane.end()));
    }
    return lanes;
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

  /** By opening the log of {@code world} and taking everything out. */
  static Map<String, FormatLane.Reading> drained(LogWorld world) {
    List<Long> cursors =
        SpillInspector.of(world.files).lanes().stream().map(SpillInspector.Lane::cursor).toList();
    world.reopen();
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
    long end = letters.end();
    NavigableMap<Long, byte[]> waiting = new TreeMap<>();
    world
        .letters()
        .forEach((position, text) -> waiting.put(position, text.getBytes(StandardCharsets.UTF_8)));
    return new FormatLane.Reading(cursor, end, waiting, letters.quarantined(), 0);
  }

  private static FormatLane.Reading drained(LogWorld world, SpillLane lane, long cursor) {
    NavigableMap<Long, byte[]> waiting = new TreeMap<>();
    long end = cursor;
    long lost = 0;
    long filled = 0;
    for (SpillBlock block : world.poll(lane)) {
      end += block.quarantinedBefore();
      lost += block.quarantinedBefore();
      RecordBuffer records = block.records();
      for (int index = 0; index < records.count(); index++) {
        int from = records.offset(index);
        if (records.length(index) == 0) {
          filled++;
        } else {
          waiting.put(end, Arrays.copyOfRange(records.array(), from, records.end(index)));
        }
        end++;
      }
      lane.acknowledge(block);
    }
    return new FormatLane.Reading(cursor, end, waiting, lost, filled);
  }
}
