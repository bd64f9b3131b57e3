package dev.spillway.queue;

/** Forced records that are read and acknowledged together. */
public interface SpillBlock {
  /** The records, to be read only. May be empty when {@link #quarantinedBefore} is not zero. */
  RecordBuffer records();

  /** How many records before this block are lost to damage and will never be polled. */
  long quarantinedBefore();

  /** Whether the records came back from disk rather than from memory just written. */
  boolean readBack();
}
