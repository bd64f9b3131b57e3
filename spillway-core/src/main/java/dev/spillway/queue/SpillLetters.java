package dev.spillway.queue;

import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a {@link SpillStore}: read at will, without taking anything out, and settled
 * one by one. Thread-safe.
 *
 * <p>Every record has a sequence, which it keeps for the life of the store. Younger letters have
 * greater ones, and there may be gaps between them.
 */
public interface SpillLetters {
  /**
   * Takes all records of {@code records}, in order, or none. Copies the bytes.
   *
   * @param callback told once when the records are forced or lost
   * @return false, with nothing taken, when there is no room
   */
  boolean append(RecordBuffer records, @Nullable AppendCallback callback);

  /** The letters that were found at opening. */
  long recovered();

  /** The letters that are forced and not settled. */
  long kept();

  /** The letters found lost to damage since opening; they are settled. */
  long quarantined();

  /** The sequence after the last forced record. */
  long end();

  /**
   * Reads the first block that has a kept letter with the sequence {@code from} or a greater one.
   * Null when there is none; completes exceptionally when the store can't be read now.
   */
  CompletionStage<@Nullable Block> read(long from);

  /**
   * Settles letters for good. Those that are settled already are left alone.
   *
   * @param sequences of the letters, ascending
   * @param callback told once: from {@code onForced} on no restart brings them back; of what {@code
   *     onFailed} tells nothing but the failure counts
   * @return false, with nothing settled, when there is no room to note it
   */
  boolean settle(long[] sequences, AppendCallback callback);

  /** Neighbouring records as they were read. Immutable. */
  interface Block {
    /** The sequence of the first record. */
    long first();

    /** The records, to be read only, with those that are settled. */
    RecordBuffer records();

    /** Whether record {@code index} was a letter that nobody had settled when it was read. */
    boolean isKept(int index);

    /** The sequence after the last record. */
    default long end() {
      return first() + records().count();
    }
  }
}
