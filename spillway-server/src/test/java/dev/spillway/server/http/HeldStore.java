package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillFigures;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillListener;
import dev.spillway.queue.SpillStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store that keeps nothing and forces when it is told to, so that an answer can be held up. */
final class HeldStore implements SpillStore {
  private final List<SpillLane.AppendCallback> waiting = new CopyOnWriteArrayList<>();
  volatile @Nullable String trouble;
  volatile DiskFigures disk = DiskFigures.HEALTHY;

  int waiting() {
    return waiting.size();
  }

  void force() {
    waiting.forEach(SpillLane.AppendCallback::onForced);
  }

  void fail() {
    waiting.forEach(callback -> callback.onFailed(0, new IOException("no disk")));
  }

  @Override
  public void connect(SpillListener listener) {}

  @Override
  public SpillLane backlog(Priority priority) {
    return new HeldLane();
  }

  @Override
  public SpillLane carryOver(Priority priority) {
    return new HeldLane();
  }

  @Override
  public SpillLetters deadLetters() {
    return new NoLetters();
  }

  @Override
  public int maxRecordBytes() {
    return 1 << 16;
  }

  @Override
  public SpillFigures figures() {
    return new Figures(10, 1000, 1, 2, 3, 0, 0, disk);
  }

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {}

  private final class HeldLane implements SpillLane {
    @Override
    public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
      if (callback != null) {
        waiting.add(callback);
      }
      return true;
    }

    @Override
    public @Nullable SpillBlock poll() {
      return null;
    }

    @Override
    public double utilization() {
      return 0;
    }

    @Override
    public @Nullable Reason refusal() {
      return trouble == null ? null : Reason.SPILL_FAILED;
    }

    @Override
    public long unread() {
      return 0;
    }

    @Override
    public long readable() {
      return 0;
    }

    @Override
    public long recovered() {
      return 0;
    }

    @Override
    public void acknowledge(SpillBlock block) {}
  }

  private final class NoLetters implements SpillLetters {
    @Override
    public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
      return new HeldLane().append(records, callback);
    }

    @Override
    public long recovered() {
      return 0;
    }

    @Override
    public long kept() {
      return 0;
    }

    @Override
    public long quarantined() {
      return 0;
    }

    @Override
    public long end() {
      return 0;
    }

    @Override
    public CompletionStage<SpillLetters.@Nullable Block> read(long from) {
      return CompletableFuture.failedFuture(new IllegalStateException("not readable"));
    }

    @Override
    public boolean settle(long[] sequences, AppendCallback callback) {
      return false;
    }
  }

  private record Figures(
      long diskBytes,
      long diskBoundBytes,
      int segments,
      long blocksForced,
      long forces,
      long quarantined,
      long deadLetters,
      DiskFigures disk)
      implements SpillFigures {}
}
