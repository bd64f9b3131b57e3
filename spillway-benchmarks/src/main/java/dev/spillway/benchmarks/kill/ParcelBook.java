package dev.spillway.benchmarks.kill;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What is known of one producer's parcels of one life, by their numbers. Not thread-safe. */
final class ParcelBook {
  private final int life;
  private final int producer;
  private final boolean loose;
  private final BitSet promised = new BitSet();
  private final BitSet accepted = new BitSet();
  private final BitSet refused = new BitSet();
  private final BitSet delivered = new BitSet();
  private final BitSet missed = new BitSet();
  private int offered;

  /** Life and millisecond of the last delivery. */
  private long[] last = new long[1_024];

  /**
   * Of nothing yet.
   *
   * @param loose whether events may be volatile, and then lose their place at a stop
   */
  ParcelBook(int life, int producer, boolean loose) {
    this.life = life;
    this.producer = producer;
    this.loose = loose;
  }

  boolean isLoose() {
    return loose;
  }

  int offered() {
    return offered;
  }

  void offer(int count) {
    offered += count;
  }

  /** Notes that a receipt took {@code number}. */
  void accept(int number, boolean durable) {
    (durable ? promised : accepted).set(number);
  }

  void refuse(int number) {
    refused.set(number);
  }

  boolean isRefused(int number) {
    return refused.get(number);
  }

  /** What was taken in memory alone has been written by a clean stop. */
  void keepAccepted() {
    promised.or(accepted);
  }

  boolean isDelivered(int number) {
    return delivered.get(number);
  }

  int lastLife(int number) {
    return (int) (last[number] >>> Integer.SIZE);
  }

  int lastMillis(int number) {
    return (int) last[number];
  }

  void deliver(int number, int inLife, int atMillis) {
    if (number >= last.length) {
      last = Arrays.copyOf(last, Math.max(number + 1, 2 * last.length));
    }
    delivered.set(number);
    last[number] = (long) inLife << Integer.SIZE | atMillis;
  }

  /** What was promised and neither delivered nor {@linkplain #miss missed}. */
  List<Parcel> owed() {
    BitSet owed = (BitSet) promised.clone();
    owed.andNot(delivered);
    owed.andNot(missed);
    return owed.stream().mapToObj(number -> new Parcel(life, producer, number)).toList();
  }

  /** Notes that the loss of {@code number} is known. */
  void miss(int number) {
    missed.set(number);
  }
}
