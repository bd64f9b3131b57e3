package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLetters;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters where somebody wants to see them. All but {@link #read} is for the reader's
 * thread.
 *
 * <p>A segment is gone through from its beginning, or from where the last call stopped when this
 * one goes on there. What can't be read is damage, which is counted and settled.
 */
final class LetterReader {
  private final LetterLane owner;
  private final LetterBacklog backlog;
  private final SpillReader reader;
  private Stop last = new Stop(null, 0, 0);

  LetterReader(LetterLane owner, SpillReader reader) {
    this.owner = owner;
    this.backlog = owner.backlog();
    this.reader = reader;
  }

  /** Behind which block the last call stopped. */
  private record Stop(@Nullable Segment segment, long offset, long end) {}

  CompletionStage<SpillLetters.@Nullable Block> read(long from) {
    CompletableFuture<SpillLetters.@Nullable Block> answer = new CompletableFuture<>();
    reader.scheduler().execute(() -> read(from, answer));
    return answer;
  }

  private void read(long from, CompletableFuture<SpillLetters.@Nullable Block> answer) {
    SpillLetters.@Nullable Block block;
    try {
      block = next(from);
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(
          new SpillException("dead letters can't be read: " + reader.files() + ": " + e, e));
      return;
    }
    answer.complete(block);
  }

  private SpillLetters.@Nullable Block next(long from) throws IOException {
    Backlog.Position position = backlog.find(from);
    while (position != null) {
      Segment segment = position.segment();
      if (segment == null) {
        owner.damaged(position.expected(), position.limitSequence());
      } else {
        try {
          SpillLetters.Block block = readIn(segment, position);
          if (block != null) {
            return block;
          }
        } catch (NoSuchFileException | FileNotFoundException e) {
          if (backlog.holds(segment)) {
            throw e;
          }
        }
      }
      position = backlog.find(from);
    }
    return null;
  }

  /** Null after damage was settled, or the segment went, so that there is another place to look. */
  private SpillLetters.@Nullable Block readIn(Segment segment, Backlog.Position position)
      throws IOException {
    boolean goesOn = last.segment() == segment && last.end() <= position.expected();
    long seen = goesOn ? last.end() : segment.first();
    try (SpillFile file = reader.files().openForReading(segment.name().fileName())) {
      BlockChain chain = new BlockChain(file, segment, position, reader.decoder());
      BlockScan.Found found = chain.following(goesOn ? last.offset() : 0, seen);
      while (found != null && found.header().first() <= position.expected()) {
        BlockHeader header = found.header();
        if (header.end() > position.expected()) {
          RecordBuffer records =
              header.isTombstones() ? null : reader.decoder().decode(file, found);
          if (records == null) {
            damaged(segment, position.expected(), header.end());
            return null;
          }
          last = new Stop(segment, found.nextOffset(), header.end());
          return new LetterBlock(header.first(), records, backlog);
        }
        seen = header.end();
        found = chain.following(found.nextOffset(), seen);
      }
      long next = found == null ? position.limitSequence() : found.header().first();
      damaged(segment, position.expected(), Math.min(next, position.limitSequence()));
      return null;
    }
  }

  private void damaged(Segment segment, long first, long end) {
    if (backlog.holds(segment)) {
      owner.damaged(first, end);
    }
  }

  private static final class LetterBlock implements SpillLetters.Block {
    private final long first;
    private final RecordBuffer records;
    private final boolean[] kept;

    LetterBlock(long first, RecordBuffer records, LetterBacklog backlog) {
      this.first = first;
      this.records = records;
      kept = new boolean[records.count()];
      for (SequenceSet.Run run : backlog.kept(first, first + kept.length)) {
        for (long sequence = run.first(); sequence < run.end(); sequence++) {
          kept[(int) (sequence - first)] = true;
        }
      }
    }

    @Override
    public long first() {
      return first;
    }

    @Override
    public RecordBuffer records() {
      return records;
    }

    @Override
    public boolean isKept(int index) {
      return kept[index];
    }
  }
}
