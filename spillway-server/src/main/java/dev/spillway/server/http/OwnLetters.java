package dev.spillway.server.http;

import dev.spillway.queue.DeadLetter;
import dev.spillway.queue.DeadLetterBox;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.DeadLetterPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gathers a page for somebody who may meet some tenants' letters only, so that it shows nothing of
 * the others: it is full unless it is the last, ends with a letter that is on it, and promises more
 * only if there is another of the same tenants. Used by one thread at a time.
 */
final class OwnLetters {
  private static final long PAGE_BYTES = 1 << 20;

  private final DeadLetterBox box;
  private final DeadLetterFilter filter;
  private final List<DeadLetter> letters = new ArrayList<>();
  private final CompletableFuture<DeadLetterPage> answer = new CompletableFuture<>();
  private long bytes;
  private long next;

  private OwnLetters(DeadLetterBox box, DeadLetterFilter filter, long after) {
    this.box = box;
    this.filter = filter;
    next = after;
  }

  /** The page that begins behind {@code after}; the filter's limit is that of the page. */
  static CompletionStage<DeadLetterPage> page(
      DeadLetterBox box, DeadLetterFilter filter, long after) {
    OwnLetters gathering = new OwnLetters(box, filter, after);
    gathering.goOn();
    return gathering.answer;
  }

  /** Loops over what is there at once, so that a long log costs no deep stack. */
  private void goOn() {
    boolean more = true;
    while (more) {
      CompletionStage<DeadLetterPage> stage =
          box.list(filter.withLimit(isFull() ? 1 : filter.limit() - letters.size()), next);
      CompletableFuture<DeadLetterPage> part = stage.toCompletableFuture();
      if (!part.isDone() || part.isCompletedExceptionally()) {
        stage.whenComplete(
            (page, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              } else if (take(page)) {
                goOn();
              }
            });
        return;
      }
      more = take(part.join());
    }
  }

  private boolean isFull() {
    return letters.size() >= filter.limit() || bytes >= PAGE_BYTES;
  }

  /** Whether the next part is needed. */
  private boolean take(DeadLetterPage part) {
    if (isFull() && !part.letters().isEmpty()) {
      end(true);
      return false;
    }
    letters.addAll(part.letters());
    part.letters().forEach(letter -> bytes += letter.event().payloadLength());
    next = part.next();
    if (!part.more()) {
      end(false);
    }
    return part.more();
  }

  private void end(boolean more) {
    long last = letters.isEmpty() ? next : letters.get(letters.size() - 1).position();
    answer.complete(new DeadLetterPage(letters, last, more));
  }
}
