package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Holds the order of deliveries against the order of offers, for each lane and producer. A later
 * life may begin again behind what an earlier one has delivered, and goes forward from there.
 */
final class LaneOrder {
  private final @Nullable Parcel[][] lastInLife;
  private final @Nullable Parcel[][] furthest;

  LaneOrder(int producers) {
    lastInLife = new @Nullable Parcel[Priority.values().length][producers];
    furthest = new @Nullable Parcel[Priority.values().length][producers];
  }

  void begin() {
    for (@Nullable Parcel[] lane : lastInLife) {
      Arrays.fill(lane, null);
    }
  }

  /**
   * Notes a delivery, and says what is wrong with its place; null if nothing is.
   *
   * @param first whether it is the parcel's first
   */
  @Nullable String check(Parcel parcel, boolean first) {
    int lane = parcel.priority().ordinal();
    Parcel before = lastInLife[lane][parcel.producer()];
    lastInLife[lane][parcel.producer()] = parcel;
    if (before != null && !isBehind(parcel, before)) {
      return "was delivered behind " + before.id() + " in one life";
    }
    Parcel far = furthest[lane][parcel.producer()];
    if (far == null || isBehind(parcel, far)) {
      furthest[lane][parcel.producer()] = parcel;
      return null;
    }
    return first ? "was first delivered behind " + far.id() : null;
  }

  /** What of the producer of {@code parcel} was offered behind it and has passed it, or null. */
  @Nullable Parcel passed(Parcel parcel) {
    Parcel far = furthest[parcel.priority().ordinal()][parcel.producer()];
    return far != null && isBehind(far, parcel) ? far : null;
  }

  private static boolean isBehind(Parcel one, Parcel other) {
    return one.life() == other.life() ? one.number() > other.number() : one.life() > other.life();
  }
}
