package dev.spillway.limit;

import dev.spillway.concurrency.Findings;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** Credits that are taken and given back while others are issued and withdrawn. */
public class CreditsOperations {
  private static final int ISSUED = 2;

  private final Credits credits = new Credits(2);
  private final AtomicInteger issued = new AtomicInteger(ISSUED);
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean bounded = true;
  private final Findings findings = new Findings();

  public CreditsOperations() {
    credits.issue(ISSUED);
  }

  @Operation
  public void takeAndGive() {
    if (take()) {
      give();
    }
  }

  @Operation
  public void keep() {
    if (take()) {
      kept.incrementAndGet();
    }
  }

  /** Gives what was kept, by whomever. */
  @Operation
  public void giveKept() {
    int seen = kept.get();
    if (seen > 0 && kept.compareAndSet(seen, seen - 1)) {
      give();
    }
  }

  /** As one does whose slot was granted to it. */
  @Operation
  public void takeAnyway() {
    bounded = false;
    credits.take();
    taken.incrementAndGet();
    kept.incrementAndGet();
  }

  private boolean take() {
    boolean found = credits.tryTake();
    if (found) {
      int now = taken.incrementAndGet();
      findings.check(!bounded || now <= ISSUED, "more are taken than were issued");
    }
    return found;
  }

  private void give() {
    taken.decrementAndGet();
    credits.give();
  }

  /** As under a limiter's lock. */
  @Operation(nonParallelGroup = "issuing")
  public void withdraw() {
    credits.issue(-1);
    issued.decrementAndGet();
  }

  @Operation(nonParallelGroup = "issuing")
  public void issueAgain() {
    if (issued.get() < ISSUED) {
      issued.incrementAndGet();
      credits.issue(1);
    }
  }

  @Validate
  public void noneIsLostOrTooMany() {
    bounded = true;
    findings.check(credits.left() == issued.get() - kept.get(), "a credit was lost or made");
    if (credits.left() <= 0) {
      findings.check(!credits.tryTake(), "a credit is taken although all are");
    }
    while (kept.get() > 0) {
      giveKept();
    }
    credits.issue((long) ISSUED - issued.getAndSet(ISSUED));
    for (int credit = 0; credit < ISSUED; credit++) {
      findings.check(credits.tryTake(), "a credit cannot be taken");
    }
    findings.check(!credits.tryTake(), "there is a credit too many");
    for (int credit = 0; credit < ISSUED; credit++) {
      credits.give();
    }
    findings.assertNone();
  }
}
