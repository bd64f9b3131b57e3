package dev.spillway.testkit;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillFigures;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillListener;
import dev.spillway.queue.SpillStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store that passes everything on; faults are planted by overriding. */
class StoreDecorator implements SpillStore {
  private final SpillStore store;
  private final Map<Priority, SpillLane> backlogs = new EnumMap<>(Priority.class);

  StoreDecorator(SpillStore store) {
    this.store = store;
    for (Priority priority : Priority.values()) {
      backlogs.put(priority, decorate(priority, store.backlog(priority)));
    }
  }

  /** The lane that the queue is given in place of {@code lane}. */
  SpillLane decorate(Priority priority, SpillLane lane) {
    return lane;
  }

  @Override
  public void connect(SpillListener listener) {
    store.connect(listener);
  }

  @Override
  public SpillLane backlog(Priority priority) {
    return Objects.requireNonNull(backlogs.get(priority));
  }

  @Override
  public SpillLane carryOver(Priority priority) {
    return store.carryOver(priority);
  }

  @Override
  public SpillLetters deadLetters() {
    return store.deadLetters();
  }

  @Override
  public int maxRecordBytes() {
    return store.maxRecordBytes();
  }

  @Override
  public SpillFigures figures() {
    return store.figures();
  }

  @Override
  public @Nullable String trouble() {
    return store.trouble();
  }

  @Override
  public void close() {
    store.close();
  }

  /** A lane that passes everything on. */
  static class LaneDecorator implements SpillLane {
    private final SpillLane lane;

    LaneDecorator(SpillLane lane) {
      this.lane = lane;
    }

    @Override
    public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
      return lane.append(records, callback);
    }

    @Override
    public @Nullable SpillBlock poll() {
      return lane.poll();
    }

    @Override
    public double utilization() {
      return lane.utilization();
    }

    @Override
    public @Nullable Reason refusal() {
      return lane.refusal();
    }

    @Override
    public long unread() {
      return lane.unread();
    }

    @Override
    public long readable() {
      return lane.readable();
    }

    @Override
    public long recovered() {
      return lane.recovered();
    }

    @Override
    public void acknowledge(SpillBlock block) {
      lane.acknowledge(block);
    }
  }

  /** Letters that pass everything on. */
  static class LettersDecorator implements SpillLetters {
    private final SpillLetters letters;

    LettersDecorator(SpillLetters letters) {
      this.letters = letters;
    }

    @Override
    public boolean append(RecordBuffer records, SpillLane.@Nullable AppendCallback callback) {
      return letters.append(records, callback);
    }

    @Override
    public long recovered() {
      return letters.recovered();
    }

    @Override
    public long kept() {
      return letters.kept();
    }

    @Override
    public long quarantined() {
      return letters.quarantined();
    }

    @Override
    public long end() {
      return letters.end();
    }

    @Override
    public CompletionStage<SpillLetters.@Nullable Block> read(long from) {
      return letters.read(from);
    }

    @Override
    public boolean settle(long[] sequences, SpillLane.AppendCallback callback) {
      return letters.settle(sequences, callback);
    }
  }
}
