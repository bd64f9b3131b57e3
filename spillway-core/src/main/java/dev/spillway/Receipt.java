package dev.spillway;

import java.util.List;

/**
 * What a queue promises about the events of one offer. Immutable.
 *
 * <p>Events that are not named in {@link #refusals()} were accepted under {@link #durability()}.
 */
public final class Receipt {
  private final Durability durability;
  private final int accepted;
  private final List<Refusal> refusals;

  private Receipt(Durability durability, int accepted, List<Refusal> refusals) {
    this.durability = durability;
    this.accepted = accepted;
    this.refusals = refusals;
  }

  /** A receipt for an offer of which {@code accepted} events were taken and the others refused. */
  public static Receipt of(Durability durability, int accepted, List<Refusal> refusals) {
    return new Receipt(durability, accepted, List.copyOf(refusals));
  }

  /** The promise under which the accepted events are held. */
  public Durability durability() {
    return durability;
  }

  /** How many events of the offer were accepted. */
  public int accepted() {
    return accepted;
  }

  /** The refused events, by their place in the offer, in ascending order. */
  public List<Refusal> refusals() {
    return refusals;
  }

  /** The decision on the event at {@code index} of the offer. */
  public Decision decision(int index) {
    for (Refusal refusal : refusals) {
      if (refusal.index() == index) {
        return refusal.decision();
      }
    }
    return Admitted.ADMITTED;
  }

  @Override
  public String toString() {
    return "Receipt[" + durability + ", accepted=" + accepted + ", refused=" + refusals + "]";
  }

  /**
   * One refused event of an offer.
   *
   * @param index its place in the offer, from 0
   * @param decision why, and when to try again
   */
  public record Refusal(int index, Refused decision) {}
}
