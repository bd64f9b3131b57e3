package dev.spillway.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One lane as docs/specs/spill-format.md says that it is read. */
final class FormatLane {
  private static final int DEAD_LETTERS = 10;
  private static final int RUN_BYTES = 16;

  /**
   * What a lane holds. Of the sequences from cursor to end, some wait, some are lost, some were
   * lost before a repair filled their place, and dead letters may be gone.
   */
  record Reading(
      long cursor, long end, NavigableMap<Long, byte[]> waiting, long lost, long filled) {}

  private final int lane;
  private final Optional<FormatState> state;
  private final List<FormatSegment> segments = new ArrayList<>();
  private final NavigableMap<Long, byte[]> waiting = new TreeMap<>();
  private final FormatRuns filling = new FormatRuns();

  /** Sequences of tombstones and those that they name. */
  private final FormatRuns gone = new FormatRuns();

  /**
   * @param own the lane's segments, without copies
   */
  FormatLane(int lane, Optional<FormatState> state, List<FormatSegment> own) {
    this.lane = lane;
    this.state = state;
    own.stream()
        .sorted(
            Comparator.comparingLong(FormatSegment::first)
                .thenComparing(FormatSegment::epoch, Integer::compareUnsigned))
        .filter(segment -> !isStray(segment))
        .forEachOrdered(segments::add);
  }

  private boolean isStray(FormatSegment segment) {
    if (!segment.blocks().isEmpty()) {
      return false;
    }
    if (isKnown(segment) && segment.first() > forced()) {
      return true;
    }
    if (segments.isEmpty()) {
      return false;
    }
    FormatSegment before = segments.get(segments.size() - 1);
    boolean odd = segment.bytes().limit() % FormatBlock.ALIGNMENT != 0;
    long confirmed = odd ? Long.MAX_VALUE : confirmed(before);
    return before.blocks().stream()
        .filter(block -> !block.isSeal() && block.end() <= confirmed)
        .anyMatch(block -> block.end() > segment.first());
  }

  private boolean isKnown(FormatSegment segment) {
    return state.filter(saved -> saved.isClean() || saved.isClosed(segment)).isPresent();
  }

  private long forced() {
    return state.map(saved -> saved.forced(lane)).orElse(0L);
  }

  private long confirmed(FormatSegment segment) {
    return segment.blocks().stream()
        .mapToLong(block -> block.sequences().forced())
        .reduce(Math.max(segment.first(), forced()), Math::max);
  }

  private long lastEnd(FormatSegment last) {
    boolean older = !state.filter(saved -> saved.knows(last)).isPresent();
    if (isKnown(last) && !older && last.first() <= forced()) {
      return forced();
    }
    long end = confirmed(last);
    for (FormatBlock block : last.blocks()) {
      if (!block.isSeal() && block.first() == end && block.isWhole()) {
        end = block.end();
      }
    }
    return end;
  }

  Reading read() {
    long end = forced();
    for (int index = 0; index < segments.size(); index++) {
      FormatSegment segment = segments.get(index);
      boolean last = index + 1 == segments.size();
      end = last ? lastEnd(segment) : segments.get(index + 1).first();
      for (FormatBlock block : segment.blocks(end)) {
        read(block);
      }
    }
    long cursor = cursor(end);
    waiting.headMap(cursor).clear();
    waiting.keySet().removeIf(gone::holds);
    long filled = filling.without(gone).between(cursor, end);
    long lost = end - cursor - gone.between(cursor, end) - waiting.size() - filled;
    return new Reading(cursor, end, waiting, lost, filled);
  }

  private long cursor(long end) {
    long lowest = segments.isEmpty() ? forced() : segments.get(0).first();
    long saved = state.map(known -> known.cursor(lane)).orElse(0L);
    boolean sure = state.filter(FormatState::hasBothSlots).isPresent();
    long cursor = sure ? saved : Math.max(saved, lowest);
    return lane == DEAD_LETTERS ? Math.min(end, gone.firstMissing(cursor)) : cursor;
  }

  private void read(FormatBlock block) {
    if (block.isSeal()) {
      return;
    }
    List<byte[]> records = block.records();
    if (block.isTombstones()) {
      gone.add(block.first(), block.end());
      (records == null ? List.<byte[]>of() : records).forEach(run -> readRun(run, block.first()));
    } else if (records != null && block.isFilling()) {
      filling.add(block.first(), block.end());
    } else if (records != null) {
      for (int index = 0; index < records.size(); index++) {
        waiting.put(block.first() + index, records.get(index));
      }
    }
  }

  private void readRun(byte[] record, long limit) {
    ByteBuffer run = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    if (record.length == RUN_BYTES) {
      long first = run.getLong();
      long end = run.getLong();
      if (first >= 0 && first < end && end <= limit) {
        gone.add(first, end);
      }
    }
  }
}
