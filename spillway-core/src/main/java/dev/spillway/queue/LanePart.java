package dev.spillway.queue;

import dev.spillway.Decision;
import dev.spillway.Priority;
import dev.spillway.Refused;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The events of one offer that belong to one lane and may enter it. Owned by the offering thread.
 */
final class LanePart {
  private final Offer offer;
  private final Priority priority;

  /** By position, the places in the offer; null when the part is all of the offer. */
  private final int @Nullable [] indexes;

  private final int count;

  /** How many of the first events hold a token of the rate. */
  private int tokens;

  private LanePart(Offer offer, Priority priority, int @Nullable [] indexes, int count) {
    this.offer = offer;
    this.priority = priority;
    this.indexes = indexes;
    this.count = count;
  }

  /** The events of {@code lane}. */
  static LanePart of(Offer offer, Priority lane) {
    int count = offer.count(lane);
    if (count == offer.size()) {
      return new LanePart(offer, lane, null, count);
    }
    int[] indexes = new int[count];
    for (int index = 0, position = 0; position < count; index++) {
      if (offer.event(index).priority() == lane) {
        indexes[position++] = index;
      }
    }
    return new LanePart(offer, lane, indexes, count);
  }

  /** The events that {@code guard} has nothing against; the others are refused and counted. */
  LanePart passing(Function<Event, @Nullable Refused> guard, LaneCounts counts) {
    int @Nullable [] kept = null;
    int keptCount = 0;
    for (int position = 0; position < count; position++) {
      Refused refused = guard.apply(event(position));
      if (refused != null) {
        if (kept == null) {
          kept = firstIndexes(position);
        }
        counts.refused(refused.reason(), 1);
        offer.decide(indexOf(position), refused);
      } else if (kept != null) {
        kept[keptCount] = indexOf(position);
      }
      keptCount += refused == null ? 1 : 0;
    }
    return kept == null ? this : new LanePart(offer, priority, kept, keptCount);
  }

  private int[] firstIndexes(int filled) {
    int[] first = new int[count];
    for (int position = 0; position < filled; position++) {
      first[position] = indexOf(position);
    }
    return first;
  }

  /** The first {@code most} events. */
  LanePart first(int most) {
    return new LanePart(offer, priority, indexes == null ? firstIndexes(most) : indexes, most);
  }

  int tokens() {
    return tokens;
  }

  /** This part, whose first {@code events} events hold a token of the rate each. */
  LanePart holding(int events) {
    tokens = events;
    return this;
  }

  Offer offer() {
    return offer;
  }

  Priority priority() {
    return priority;
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
}
