package dev.spillway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a queue promises about the events of one offer. Immutable.
 *
 * <p>Events that are not named in {@link #refusals()} were accepted under {@link #durability()},
 * also those whose producer is asked to wait.
 */
public final class Receipt {
  private final Durability durability;
  private final int size;

  /** By place in the offer; empty when every event was admitted with nothing to wait for. */
  private final List<Decision> decisions;

  private final List<Refusal> refusals;

  private Receipt(Durability durability, int size, List<Decision> decisions) {
    this.durability = durability;
    this.size = size;
    this.decisions = decisions;
    List<Refusal> refused = new ArrayList<>();
    for (int index = 0; index < decisions.size(); index++) {
      if (decisions.get(index) instanceof Refused refusal) {
        refused.add(new Refusal(index, refusal));
      }
    }
    refusals = List.copyOf(refused);
  }

  /** A receipt for an offer of {@code size} events, all taken with nothing to wait for. */
  public static Receipt admitted(Durability durability, int size) {
    return new Receipt(durability, size, List.of());
  }

  /** A receipt for an offer with one decision for each of its events. */
  public static Receipt of(Durability durability, List<Decision> decisions) {
    return new Receipt(durability, decisions.size(), List.copyOf(decisions));
  }

  /** The promise under which the accepted events are held. */
  public Durability durability() {
    return durability;
  }

  /** How many events of the offer were accepted. */
  public int accepted() {
    return size - refusals.size();
  }

  /** The refused events, by their place in the offer, in ascending order. */
  public List<Refusal> refusals() {
    return refusals;
  }

  /**
   * The decision on the event at {@code index} of the offer.
   *
   * @throws IndexOutOfBoundsException if the offer had no such event
   */
  public Decision decision(int index) {
    if (decisions.isEmpty() && index >= 0 && index < size) {
      return Admitted.ADMITTED;
    }
    return decisions.get(index);
  }

  /** How long the producer should wait before it offers more; zero when it need not. */
  public Duration delay() {
    Duration longest = Duration.ZERO;
    for (Decision decision : decisions) {
      if (decision instanceof Delayed delayed && delayed.delay().compareTo(longest) > 0) {
        longest = delayed.delay();
      }
    }
    return longest;
  }

  @Override
  public String toString() {
    return "Receipt["
        + durability
        + ", accepted="
        + accepted()
        + ", delay="
        + delay()
        + ", refused="
        + refusals
        + "]";
  }

  /**
   * One refused event of an offer.
   *
   * @param index its place in the offer, from 0
   * @param decision why, and when to try again
   */
  public record Refusal(int index, Refused decision) {}
}
