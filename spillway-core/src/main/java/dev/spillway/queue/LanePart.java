package dev.spillway.queue;

import dev.spillway.Decision;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The events of one offer that belong to one lane and may enter it. Owned by the offering thread.
 */
final class LanePart {
  private final Offer offer;
  private final int @Nullable [] indexes;
  private final int count;

  private LanePart(Offer offer, int @Nullable [] indexes, int count) {
    this.offer = offer;
    this.indexes = indexes;
    this.count = count;
  }

  /**
   * Takes the events of {@code lane} out of {@code offer}, refusing and counting those that no lane
   * may hold.
   */
  static LanePart of(Offer offer, Priority lane, Door door, LaneCounts counts) {
    if (offer.count(lane) == offer.size() && door.admitsAll(offer)) {
      return new LanePart(offer, null, offer.size());
    }
    int[] indexes = new int[offer.count(lane)];
    int count = 0;
    for (int index = 0; index < offer.size(); index++) {
      Event event = offer.event(index);
      if (event.priority() == lane) {
        Reason reason = door.refusalOf(event);
        if (reason == null) {
          indexes[count++] = index;
        } else {
          counts.refused(reason, 1);
          offer.decide(index, Refusals.of(reason));
        }
      }
    }
    return new LanePart(offer, indexes, count);
  }

  Offer offer() {
    return offer;
  }

  int count() {
    return count;
  }

  Event event(int position) {
    return offer.event(indexOf(position));
  }

  /** What the events from {@code from} to before {@code to} weigh. */
  long weightBytes(int from, int to) {
    long bytes = 0;
    for (int position = from; position < to; position++) {
      bytes += event(position).weightBytes();
    }
    return bytes;
  }

  /** Notes {@code decision} for the events from {@code from} to before {@code to}. */
  void decide(int from, int to, Decision decision) {
    for (int position = from; position < to; position++) {
      offer.decide(indexOf(position), decision);
    }
  }

  private int indexOf(int position) {
    return indexes == null ? position : indexes[position];
  }

  /**
   * What an event must be before room is looked for.
   *
   * @param time by which deadlines have passed; read only for events that have one
   * @param maxEventBytes the largest event that may enter
   * @param maxRecordBytes the largest record that the log takes
   */
  record Door(TimeSource time, int maxEventBytes, int maxRecordBytes) {
    @Nullable Reason refusalOf(Event event) {
      if (event.deadlineMillis() != Event.NO_DEADLINE && event.isExpiredAt(time.epochMillis())) {
        return Reason.DEADLINE_PASSED;
      }
      boolean fits = event.weightBytes() <= maxEventBytes && event.recordBytes() <= maxRecordBytes;
      return fits ? null : Reason.EVENT_TOO_LARGE;
    }

    boolean admitsAll(Offer offer) {
      for (int index = 0; index < offer.size(); index++) {
        if (refusalOf(offer.event(index)) != null) {
          return false;
        }
      }
      return true;
    }
  }
}
