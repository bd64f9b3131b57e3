package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import java.util.List;

/** What a child tells its parent. Immutable; {@link ToldLine} makes lines of it. */
sealed interface Told {
  /** It begins to open the log. */
  record Opening() implements Told {}

  /**
   * The queue stands, and nothing has happened in it yet.
   *
   * @param recoveryNanos from the start of opening the log until now
   * @param clean whether the log says that it was closed
   * @param rebuilt whether the log had lost where it stood
   * @param letters dead letters that were found
   * @param recovered events that were found, by lane
   */
  record Ready(
      long recoveryNanos, boolean clean, boolean rebuilt, long letters, List<Long> recovered)
      implements Told {}

  /** A producer is about to offer {@code count} parcels from {@code first} on. */
  record Offered(int producer, int first, int count) implements Told {}

  /** The receipt for such an offer. */
  record Answered(Offered offer, boolean durable, List<Refusal> refusals) implements Told {}

  /**
   * One refused parcel.
   *
   * @param number of the parcel
   * @param uncertain whether it was refused because the disk failed, which may leave it there
   */
  record Refusal(int number, boolean uncertain) {}

  /** The sink takes these now, and has not answered. */
  record Delivered(Priority lane, List<Item> items) implements Told {}

  /** One parcel as it reached the sink. */
  record Item(String id, int checksum) {}

  /** It begins to stop. */
  record Stopping() implements Told {}

  /**
   * Queue and log are closed.
   *
   * @param letters dead letters that are kept
   * @param letterImbalance what their account is out by
   * @param quarantined records that the log could not read
   * @param sound whether the log closed without trouble
   * @param lanes by priority
   */
  record Stopped(
      long letters, long letterImbalance, long quarantined, boolean sound, List<LaneBook> lanes)
      implements Told {}
}
