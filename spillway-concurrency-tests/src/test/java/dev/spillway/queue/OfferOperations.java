package dev.spillway.queue;

import dev.spillway.Durability;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.concurrency.Findings;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** An offer whose three parts are answered by three threads of a store. */
public class OfferOperations {
  private static final int ANSWERS = 3;

  private final Offer offer;
  private final CompletionStage<Receipt> answer;
  private final Findings findings = new Findings();
  private final AtomicInteger answering = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  public OfferOperations() {
    Event event = Event.builder("id", new byte[1]).build();
    offer = new Offer(List.of(event, event, event), Durability.DURABLE);
    offer.partHandedOver();
    offer.partHandedOver();
    offer.partHandedOver();
    answer = offer.finish();
    answer.thenAccept(receipt -> told(receipt));
  }

  private void told(Receipt receipt) {
    findings.check(told.incrementAndGet() == 1, "a receipt is told twice");
    findings.check(answering.get() == ANSWERS, "a receipt comes before its events are safe");
    findings.check(receipt.refusals().size() == refused.get(), "a refusal is lost");
  }

  @Operation(runOnce = true)
  public void firstIsForced() {
    answer();
  }

  @Operation(runOnce = true)
  public void secondIsRefused() {
    refused.incrementAndGet();
    offer.decide(1, Refusals.of(Reason.SPILL_FULL));
    answer();
  }

  @Operation(runOnce = true)
  public void thirdIsRefused() {
    refused.incrementAndGet();
    offer.decide(0, Refusals.of(Reason.STOPPING));
    answer();
  }

  private void answer() {
    answering.incrementAndGet();
    offer.partAnswered();
  }

  @Validate
  public void toldOnce() {
    findings.check((told.get() == 1) == (answering.get() == ANSWERS), "a receipt never comes");
    findings.assertNone();
  }
}
