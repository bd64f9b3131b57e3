package dev.spillway.queue;

import dev.spillway.Reason;
import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the letters that a filter means out, block by block, as they were when it began. What must
 * happen to them before they go is a {@link Step}. Used by one thread at a time.
 */
final class LetterRemoval implements LetterWalk.Visitor {
  private final SpillLetters letters;
  private final DeadLetterFilter filter;
  private final Step step;
  private final LongConsumer counter;
  private final long end;
  private final LetterWalk walk;
  private final CompletableFuture<DeadLetterOutcome> answer = new CompletableFuture<>();
  private long done;
  private long expired;

  LetterRemoval(SpillLetters letters, DeadLetterFilter filter, Step step, LongConsumer counter) {
    this.letters = letters;
    this.filter = filter;
    this.step = step;
    this.counter = counter;
    this.end = letters.end();
    walk = new LetterWalk(letters, 0, end, this);
  }

  /** What happens to letters before they go. */
  interface Step {
    /** Does it, now or later, and says what came of it once. */
    void take(List<DeadLetter> letters, Taken taken);
  }

  /** Hears what came of a step. */
  interface Taken {
    /**
     * Says which letters may go.
     *
     * @param expired so many must stay, for their deadlines
     * @param stoppedBy why there will be no further step, or null
     */
    void taken(List<DeadLetter> ready, int expired, @Nullable Reason stoppedBy);
  }

  CompletableFuture<DeadLetterOutcome> run() {
    walk.goOn();
    return answer;
  }

  @Override
  public void onBlock(SpillLetters.Block block) {
    LetterBatch.Range range = new LetterBatch.Range(0, end, filter.limit() - done - expired);
    List<DeadLetter> meant = LetterBatch.of(block, range, filter);
    if (meant.isEmpty()) {
      walk.goOn();
    } else {
      step.take(meant, this::settle);
    }
  }

  private void settle(List<DeadLetter> ready, int late, @Nullable Reason stoppedBy) {
    expired += late;
    if (ready.isEmpty()) {
      next(stoppedBy);
      return;
    }
    if (!letters.settle(LetterBatch.positions(ready), new Settled(ready.size(), stoppedBy))) {
      finish(Reason.SPILL_FULL);
    }
  }

  private void gone(int count) {
    done += count;
    counter.accept(count);
  }

  private void next(@Nullable Reason stoppedBy) {
    if (stoppedBy != null || done + expired >= filter.limit()) {
      finish(stoppedBy);
    } else {
      walk.goOn();
    }
  }

  @Override
  public void onEnd() {
    finish(null);
  }

  private void finish(@Nullable Reason stoppedBy) {
    answer.complete(new DeadLetterOutcome(done, expired, stoppedBy));
  }

  @Override
  public void onFailure(Throwable cause) {
    answer.completeExceptionally(cause);
  }

  private final class Settled implements AppendCallback {
    private final int count;
    private final @Nullable Reason stoppedBy;

    Settled(int count, @Nullable Reason stoppedBy) {
      this.count = count;
      this.stoppedBy = stoppedBy;
    }

    @Override
    public void onForced() {
      gone(count);
      next(stoppedBy);
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      gone(forcedRecords);
      finish(Reason.SPILL_FAILED);
    }
  }
}
