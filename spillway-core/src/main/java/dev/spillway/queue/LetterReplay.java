package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.Account.Entry;
import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts dead letters back into their lanes, behind everything else, as events that were never tried.
 * A queue with a log writes them to it, whatever they were accepted as: they were on disk before.
 * Used by one thread at a time.
 */
final class LetterReplay implements LetterRemoval.Step {
  private final Function<Priority, Lane> lanes;
  private final BooleanSupplier accepting;
  private final int chunkBytes;
  private final boolean toLog;

  /**
   * @param accepting whether the queue takes events now
   * @param chunkBytes how much is put back at once
   * @param toLog whether the queue has a log
   */
  LetterReplay(
      Function<Priority, Lane> lanes, BooleanSupplier accepting, int chunkBytes, boolean toLog) {
    this.lanes = lanes;
    this.accepting = accepting;
    this.chunkBytes = chunkBytes;
    this.toLog = toLog;
  }

  @Override
  public void take(List<DeadLetter> letters, LetterRemoval.Taken taken) {
    Map<Priority, Deque<DeadLetter>> byLane = new EnumMap<>(Priority.class);
    int expired = 0;
    for (DeadLetter letter : letters) {
      Lane lane = lanes.apply(letter.priority());
      if (letter.event().isExpiredAt(lane.time().epochMillis())) {
        expired++;
      } else {
        byLane.computeIfAbsent(letter.priority(), any -> new ArrayDeque<>()).add(letter);
      }
    }
    new Placing(byLane, expired, taken).next();
  }

  /** The letters of one block on their way, a chunk at a time. */
  private final class Placing {
    private final Map<Priority, Deque<DeadLetter>> waiting;
    private final int expired;
    private final LetterRemoval.Taken taken;
    private final List<DeadLetter> placed = new ArrayList<>();

    Placing(Map<Priority, Deque<DeadLetter>> waiting, int expired, LetterRemoval.Taken taken) {
      this.waiting = waiting;
      this.expired = expired;
      this.taken = taken;
    }

    void next() {
      waiting.values().removeIf(Deque::isEmpty);
      if (waiting.isEmpty()) {
        end(null);
      } else if (!accepting.getAsBoolean()) {
        end(Reason.STOPPING);
      } else {
        Map.Entry<Priority, Deque<DeadLetter>> first = waiting.entrySet().iterator().next();
        Lane lane = lanes.apply(first.getKey());
        if (toLog) {
          append(lane, first.getValue());
        } else {
          toRing(lane, first.getValue());
        }
      }
    }

    private void end(@Nullable Reason stoppedBy) {
      placed.sort((a, b) -> Long.compare(a.position(), b.position()));
      taken.taken(placed, expired, stoppedBy);
    }

    private void append(Lane lane, Deque<DeadLetter> from) {
      RecordBuffer chunk = new RecordBuffer(chunkBytes);
      List<DeadLetter> chunked = new ArrayList<>();
      while (!from.isEmpty() && (chunked.isEmpty() || chunk.sizeBytes() < chunkBytes)) {
        DeadLetter letter = from.remove();
        long nowMillis = lane.time().epochMillis();
        new StoredEvent(letter.event(), letter.stored().durable(), nowMillis, null).write(chunk);
        chunked.add(letter);
      }
      Reason refusal = lane.entrance().appendReplayed(chunk, new Written(lane, chunked));
      if (refusal != null) {
        end(refusal);
      }
    }

    private void toRing(Lane lane, Deque<DeadLetter> from) {
      Reason refusal = null;
      while (refusal == null && !from.isEmpty()) {
        refusal = lane.entrance().addReplayed(from.element().event());
        if (refusal == null) {
          placed.add(from.remove());
        }
      }
      lane.availability().signal();
      if (refusal == null) {
        next();
      } else {
        end(refusal);
      }
    }

    private final class Written implements AppendCallback {
      private final Lane lane;
      private final List<DeadLetter> chunked;

      Written(Lane lane, List<DeadLetter> chunked) {
        this.lane = lane;
        this.chunked = chunked;
      }

      @Override
      public void onForced() {
        placed.addAll(chunked);
        next();
      }

      @Override
      public void onFailed(int forcedRecords, Throwable cause) {
        lane.lock().lock();
        try {
          lane.count(Entry.REPLAYED, forcedRecords - chunked.size());
        } finally {
          lane.lock().unlock();
        }
        placed.addAll(chunked.subList(0, forcedRecords));
        end(Reason.SPILL_FAILED);
      }
    }
  }
}
