package dev.spillway.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes through dead letters block by block, from one end to another. Each block is read when the
 * one before it is dealt with. Used by one thread at a time, which need not be the same.
 */
final class LetterWalk {
  private final SpillLetters letters;
  private final long end;
  private final Visitor visitor;

  /** Steps that are asked for; who finds none under way makes them all, so the stack stays flat. */
  private final AtomicInteger steps = new AtomicInteger();

  private long next;

  LetterWalk(SpillLetters letters, long from, long end, Visitor visitor) {
    this.letters = letters;
    this.next = from;
    this.end = end;
    this.visitor = visitor;
  }

  /** Told of each block in turn, and then once of the end. */
  interface Visitor {
    /** Deals with {@code block} and then calls {@link LetterWalk#goOn}, or ends the walk. */
    void onBlock(SpillLetters.Block block);

    void onEnd();

    /** The letters can't be read. */
    void onFailure(Throwable cause);
  }

  /** Takes the next step, now or as soon as the present one has returned. */
  void goOn() {
    if (steps.getAndIncrement() == 0) {
      do {
        step();
      } while (steps.decrementAndGet() > 0);
    }
  }

  private void step() {
    letters
        .read(next)
        .whenComplete(
            (block, cause) -> {
              if (cause != null) {
                visitor.onFailure(cause);
              } else if (block == null || block.first() >= end) {
                visitor.onEnd();
              } else {
                next = block.end();
                visitor.onBlock(block);
              }
            });
  }
}
