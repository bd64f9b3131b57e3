package dev.spillway.limit;

import dev.spillway.concurrency.Findings;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** Slots that are taken and given back without a lock, with tickets that are used again. */
public class SlotTableOperations {
  private final int limit;
  private final SlotTable slots;
  private final AtomicIntegerArray holders;
  private final Findings findings = new Findings();
  private volatile long lastTicket;

  /** Enough for one thread that takes several and one that takes one. */
  public SlotTableOperations() {
    this(4);
  }

  SlotTableOperations(int limit) {
    this.limit = limit;
    slots = new SlotTable(limit, limit);
    holders = new AtomicIntegerArray(limit);
  }

  @Operation
  public void takeAndGive() {
    give(take());
  }

  @Operation
  public void takeAndGiveAgain() {
    give(take());
    give(take());
  }

  /** Leaves the same slot on top of the free ones, and another below it. */
  @Operation(nonParallelGroup = "several")
  public void takeSeveralAndMix() {
    long top = take();
    long second = take();
    long third = take();
    give(second);
    give(third);
    give(top);
  }

  /** A completion that comes too late, of a ticket that somebody gave back already. */
  @Operation
  public void giveStale() {
    findings.check(!slots.end(lastTicket), "a ticket that was given back counts again");
  }

  private long take() {
    long ticket = slots.tryTake();
    if (ticket == SlotTable.NONE) {
      findings.check(limit == 1, "a slot is idle and was not given");
      return ticket;
    }
    int slot = SlotTable.slotOf(ticket);
    findings.check(holders.incrementAndGet(slot) == 1, "a slot has two holders");
    findings.check(slots.taken() <= limit, "more slots are taken than there are");
    findings.check(slots.ticketAt(slot) == ticket, "the slot knows another ticket");
    return ticket;
  }

  private void give(long ticket) {
    if (ticket == SlotTable.NONE) {
      return;
    }
    int slot = SlotTable.slotOf(ticket);
    holders.decrementAndGet(slot);
    findings.check(slots.end(ticket), "a ticket in use does not count");
    findings.check(!slots.end(ticket), "a ticket counts twice");
    findings.check(slots.tryGive(slot), "nobody waits and a slot was not taken back");
    lastTicket = ticket;
  }

  @Validate
  public void everySlotIsFree() {
    findings.check(slots.taken() == 0, "a slot is lost");
    long[] tickets = new long[limit];
    for (int one = 0; one < limit; one++) {
      tickets[one] = slots.tryTake();
      findings.check(tickets[one] != SlotTable.NONE, "a free slot cannot be taken");
    }
    findings.check(slots.tryTake() == SlotTable.NONE, "there is a slot too many");
    for (long ticket : tickets) {
      findings.check(slots.end(ticket), "a ticket in use does not count");
      findings.check(slots.tryGive(SlotTable.slotOf(ticket)), "a slot was not taken back");
    }
    findings.assertNone();
  }

  /** One slot that all want. */
  public static final class OfOneSlot extends SlotTableOperations {
    public OfOneSlot() {
      super(1);
    }
  }
}
