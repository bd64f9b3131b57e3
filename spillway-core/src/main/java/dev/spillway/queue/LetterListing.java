package dev.spillway.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Gathers one page of dead letters. Used by one thread at a time. */
final class LetterListing implements LetterWalk.Visitor {
  /** A page ends with the letter that brings its payloads to so many bytes. */
  private static final long PAGE_BYTES = 1 << 20;

  /** A page ends after so many blocks, so that a filter that fits little costs no long wait. */
  private static final int PAGE_BLOCKS = 1_000;

  private final DeadLetterFilter filter;
  private final LetterWalk walk;
  private final List<DeadLetter> letters = new ArrayList<>();
  private final CompletableFuture<DeadLetterPage> answer = new CompletableFuture<>();
  private long next;
  private long bytes;
  private int blocks;

  LetterListing(SpillLetters source, DeadLetterFilter filter, long after) {
    this.filter = filter;
    this.next = after;
    walk = new LetterWalk(source, after + 1, Long.MAX_VALUE, this);
  }

  CompletableFuture<DeadLetterPage> run() {
    walk.goOn();
    return answer;
  }

  @Override
  public void onBlock(SpillLetters.Block block) {
    LetterBatch.Range range =
        new LetterBatch.Range(next + 1, Long.MAX_VALUE, filter.limit() - letters.size());
    for (DeadLetter letter : LetterBatch.of(block, range, filter)) {
      letters.add(letter);
      next = letter.position();
      bytes += letter.event().payloadLength();
      if (letters.size() == filter.limit() || bytes >= PAGE_BYTES) {
        end(true);
        return;
      }
    }
    next = block.end() - 1;
    if (++blocks == PAGE_BLOCKS) {
      end(true);
    } else {
      walk.goOn();
    }
  }

  @Override
  public void onEnd() {
    end(false);
  }

  private void end(boolean more) {
    answer.complete(new DeadLetterPage(letters, next, more));
  }

  @Override
  public void onFailure(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
