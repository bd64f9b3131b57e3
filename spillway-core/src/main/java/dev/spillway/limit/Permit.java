package dev.spillway.limit;

/**
 * Leave to work now. Thread-safe; the first completion counts, and later ones do nothing.
 *
 * <p>Closing a permit that was not completed gives its slot back, and nothing is learned from it.
 */
public final class Permit implements AutoCloseable {
  private final Gate gate;
  private final long ticket;

  Permit(Gate gate, long ticket) {
    this.gate = gate;
    this.ticket = ticket;
  }

  /**
   * Gives the slot back.
   *
   * @return false if it had been given back, or was reclaimed because it was held for too long
   */
  public boolean complete(Outcome outcome) {
    return gate.complete(ticket, outcome);
  }

  /** The work was done. */
  public boolean succeeded() {
    return complete(Outcome.SUCCEEDED);
  }

  /** The work failed, for a reason that says nothing about load. */
  public boolean failed() {
    return complete(Outcome.FAILED);
  }

  @Override
  public void close() {
    complete(Outcome.IGNORED);
  }

  @Override
  public String toString() {
    return ticket == Holdings.UNCOUNTED ? "permit" : "permit of slot " + SlotTable.slotOf(ticket);
  }
}
