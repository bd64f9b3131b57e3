package dev.spillway.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The dead letters of a queue: to look at, to replay and to throw away, while the queue is at work.
 * Thread-safe; never blocks. Replays and discards run one after another.
 *
 * <p>A replayed event goes behind all others of its lane, as one that was never tried, with the
 * same id. It is in its lane, and with a log on disk, before its letter goes: what a crash in
 * between leaves is the event in both places, never in none. When the lane has no room the replay
 * ends and the other letters stay.
 *
 * <pre>{@code
 * DeadLetterPage page = box.list(DeadLetterFilter.ALL.withLimit(100), -1).toCompletableFuture().join();
 * box.replay(DeadLetterFilter.ALL.withTenant("acme"));
 * }</pre>
 *
 * <p>Answers complete exceptionally when the log can't be read, and when the queue is closed.
 */
public final class DeadLetterBox {
  private final DeadLetters letters;
  private final LetterReplay replaying;

  /** Guarded by this. */
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  private volatile boolean closed;

  DeadLetterBox(DeadLetters letters, LetterReplay replaying) {
    this.letters = letters;
    this.replaying = replaying;
  }

  /**
   * Reads a page, oldest first. It ends early with the letter that brings its payloads to 1 MiB.
   *
   * @param filter which letters; its limit is that of the page
   * @param after behind which position; -1 for the oldest
   */
  public CompletionStage<DeadLetterPage> list(DeadLetterFilter filter, long after) {
    if (after < -1) {
      throw new IllegalArgumentException("after must be >= -1: after=" + after);
    }
    return closed
        ? CompletableFuture.failedFuture(closedFault())
        : new LetterListing(letters.letters(), filter, after).run();
  }

  /**
   * Puts letters back into their lanes, oldest first. Letters that come while it runs are left
   * alone, so what fails again is not replayed twice. No guard is asked, neither rates nor quotas:
   * the events were let in before. Letters whose deadline has passed stay: in their lane they would
   * be dropped without anybody having said so.
   */
  public CompletionStage<DeadLetterOutcome> replay(DeadLetterFilter filter) {
    return inTurn(
        () -> new LetterRemoval(letters.letters(), filter, replaying, letters::replayed).run());
  }

  /** Throws letters away for good. */
  public CompletionStage<DeadLetterOutcome> discard(DeadLetterFilter filter) {
    return inTurn(
        () ->
            new LetterRemoval(
                    letters.letters(),
                    filter,
                    (meant, taken) -> taken.taken(meant, 0, null),
                    letters::discarded)
                .run());
  }

  /** What became of the letters, now. */
  public DeadLetterFigures figures() {
    return letters.figures();
  }

  private synchronized CompletionStage<DeadLetterOutcome> inTurn(
      Supplier<CompletableFuture<DeadLetterOutcome>> work) {
    CompletableFuture<DeadLetterOutcome> answer =
        last.handle((done, failure) -> done)
            .thenCompose(
                before -> closed ? CompletableFuture.failedFuture(closedFault()) : work.get());
    last = answer;
    return answer;
  }

  private static IllegalStateException closedFault() {
    return new IllegalStateException("queue is closed, and its dead letters with it");
  }

  /** Starts nothing any more. */
  void close() {
    closed = true;
  }
}
