package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillLetters;
import dev.spillway.spill.SequenceSet.Run;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The lane of dead letters as its queue sees it. Letters are written as all records are; what is
 * settled is written as tombstones behind them.
 */
final class LetterLane implements SpillLetters {
  private static final Logger LOGGER = System.getLogger(LetterLane.class.getName());

  private final SpillLog log;
  private final LogLane lane;
  private final LetterBacklog backlog;
  private final LetterReader reader;
  private final long recovered;
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicBoolean summing = new AtomicBoolean();

  LetterLane(SpillLog log, LogLane lane, LetterBacklog backlog) {
    this.log = log;
    this.lane = lane;
    this.backlog = backlog;
    recovered = backlog.kept();
    reader = new LetterReader(this, log.reader());
  }

  LetterBacklog backlog() {
    return backlog;
  }

  @Override
  public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
    return lane.append(records, callback);
  }

  @Override
  public long recovered() {
    return recovered;
  }

  @Override
  public long kept() {
    return backlog.kept();
  }

  @Override
  public long quarantined() {
    return quarantined.get();
  }

  @Override
  public long end() {
    return backlog.forced();
  }

  @Override
  public CompletionStage<SpillLetters.@Nullable Block> read(long from) {
    return reader.read(from);
  }

  @Override
  public boolean settle(long[] sequences, AppendCallback callback) {
    if (sequences.length == 0) {
      callback.onForced();
      return true;
    }
    List<Run> runs = Tombstones.runsOf(sequences);
    return lane.appendTombstones(Tombstones.encode(runs), new Settled(runs, callback));
  }

  /** The letters among these can't be read; they are gone, and counted. */
  void damaged(long first, long end) {
    List<Run> lost = backlog.kept(first, end);
    long count = lost.stream().mapToLong(run -> run.end() - run.first()).sum();
    if (count == 0) {
      return;
    }
    quarantined.addAndGet(count);
    log.reader().quarantined().addAndGet(count);
    LOGGER.log(
        Level.ERROR,
        "event=spill-damage directory="
            + log.reader().files()
            + " lane="
            + lane.name()
            + " first="
            + first
            + " records="
            + count);
    log.acknowledged(backlog.settle(lost));
    lane.appendTombstones(Tombstones.encode(lost), null); // without room they are found again
  }

  /** Writes all that is gone anew when that lets segments go. */
  private void summarize() {
    if (!summing.compareAndSet(false, true)) {
      return;
    }
    LetterBacklog.Summary summary = backlog.summaryThatPays();
    if (summary == null
        || !lane.appendTombstones(Tombstones.encode(summary.runs()), new Summarized(summary))) {
      summing.set(false);
    }
  }

  /** Tombstones are forced, or some of them. */
  private final class Settled implements AppendCallback {
    private final List<Run> runs;
    private final AppendCallback callback;

    Settled(List<Run> runs, AppendCallback callback) {
      this.runs = runs;
      this.callback = callback;
    }

    @Override
    public void onForced() {
      log.acknowledged(backlog.settle(runs));
      summarize();
      callback.onForced();
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      List<Run> forced = runs.subList(0, forcedRecords);
      log.acknowledged(backlog.settle(forced));
      long letters = forced.stream().mapToLong(run -> run.end() - run.first()).sum();
      callback.onFailed((int) letters, cause);
    }
  }

  /** What is gone stands anew. */
  private final class Summarized implements AppendCallback {
    private final LetterBacklog.Summary summary;

    Summarized(LetterBacklog.Summary summary) {
      this.summary = summary;
    }

    @Override
    public void onForced() {
      summing.set(false);
      log.acknowledged(backlog.covered(summary.through()));
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      summing.set(false);
    }
  }
}
