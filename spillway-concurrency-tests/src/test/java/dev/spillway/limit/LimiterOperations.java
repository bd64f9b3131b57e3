package dev.spillway.limit;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.concurrency.Colliding;
import dev.spillway.concurrency.Findings;
import dev.spillway.concurrency.TicksByHand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * A limiter that is asked in every form at once. What it answers is free; what is left when all is
 * done is not.
 */
public class LimiterOperations implements Colliding {
  private static final int SLOTS = 1;
  private static final int IN_A_HURRY = 30;

  /**
   * So few that a table is quickly walked, and that letting everything through runs out of them.
   */
  private static final int SPARE_SLOTS = 2;

  private static final Duration DEADLINE = Duration.ofMillis(100);

  final Limiter limiter;
  private final TicksByHand ticks = new TicksByHand();
  private final Findings findings = new Findings();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger admitted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();

  /** A permit that was told of and is completed by whoever finds it. */
  private final AtomicReference<@Nullable Permit> held = new AtomicReference<>();

  /** While it neither lets everything through nor changes its size, the slots are a bound. */
  private volatile boolean bounded = true;

  /** Whether something could look as if it hung. */
  private volatile boolean timePassed;

  public LimiterOperations() {
    this(Limiter.builder("interleaved"));
  }

  LimiterOperations(LimiterBuilder settings) {
    settings.spareSlots = SPARE_SLOTS;
    limiter =
        settings.slots(SLOTS).tenants(1).mostWaiting(2).deadline(DEADLINE).scheduler(ticks).build();
  }

  Request one() {
    return Request.of(Priority.NORMAL);
  }

  Request other() {
    return Request.of(Priority.CRITICAL);
  }

  @Operation
  public void ask() {
    ask(one());
  }

  @Operation
  public void askForTheOther() {
    ask(other());
  }

  private Acquisition ask(Request request) {
    asked.incrementAndGet();
    return limiter.acquire(request, new Asked());
  }

  /** Asks and loses interest at once, which may be too late. */
  @Operation
  public void askAndCancel() {
    if (ask(one()).cancel()) {
      abandoned.incrementAndGet();
    }
  }

  @Operation
  public void takeAndGive() {
    asked.incrementAndGet();
    long ticket = limiter.tryAcquireTicket(one());
    if (ticket == Limiter.REFUSED) {
      refused.incrementAndGet();
      return;
    }
    began();
    working.decrementAndGet();
    findings.check(limiter.complete(ticket, Outcome.SUCCEEDED), "a permit in use does not count");
    if (ticket != Holdings.UNCOUNTED) {
      findings.check(!limiter.complete(ticket, Outcome.FAILED), "a permit counts twice");
    }
  }

  /** Somebody in a hurry, who is at the door whenever something happens behind it. */
  private void takeAndGiveOften() {
    for (int time = 0; time < IN_A_HURRY; time++) {
      takeAndGive();
    }
  }

  /** Completes what is held, whoever was told of it. */
  @Operation
  public void complete() {
    Permit permit = held.getAndSet(null);
    if (permit != null) {
      working.decrementAndGet();
      findings.check(permit.succeeded(), "a permit in use does not count");
    }
  }

  /** Deadlines pass, and who waits in vain is told. */
  @Operation(nonParallelGroup = "ticks")
  public void pass() {
    timePassed = true;
    ticks.advance(DEADLINE);
    ticks.tick();
  }

  void slots(int slots) {
    bounded = false;
    limiter.slots(slots);
  }

  void mode(Mode mode) {
    bounded = false;
    limiter.mode(mode);
  }

  private void began() {
    admitted.incrementAndGet();
    int now = working.incrementAndGet();
    findings.check(!bounded || now <= SLOTS, "more work than there are slots");
  }

  @Override
  public List<Runnable> calls() {
    List<Runnable> calls = new ArrayList<>(callsWithoutTime());
    calls.add(this::pass);
    return calls;
  }

  List<Runnable> callsWithoutTime() {
    return List.of(
        this::ask,
        this::ask,
        this::askForTheOther,
        this::takeAndGive,
        this::askAndCancel,
        this::takeAndGiveOften,
        this::complete,
        this::complete);
  }

  @Override
  public void settle() {
    nothingIsLeft();
  }

  @Validate
  public void nothingIsLeft() {
    noGrantIsLost(limiter.figures());
    limiter.mode(Mode.ENFORCE);
    limiter.slots(SLOTS);
    while (held.get() != null) {
      complete();
    }
    ticks.advance(DEADLINE);
    ticks.tick();
    while (held.get() != null) {
      complete();
    }
    bounded = true;
    LimiterFigures rest = limiter.figures();
    findings.check(rest.inFlight() == 0, "a slot is lost");
    findings.check(waiting(rest) == 0, "somebody waits for ever");
    findings.check(
        asked.get() == admitted.get() + refused.get() + abandoned.get(),
        "somebody was not told once");
    findings.check(working.get() == 0, "work is left");
    findings.check(counted(rest) == asked.get(), "the figures do not add up");
    findings.assertNone();
  }

  /**
   * Nobody moves: who waits may do so only for slots that are taken, or for what hangs; for what
   * comes back from a hang only as long as others work.
   */
  private void noGrantIsLost(LimiterFigures figures) {
    boolean idle = timePassed ? figures.inFlight() == 0 : figures.available() > 0;
    boolean mayStart = figures.hanging().isEmpty() && idle;
    findings.check(waiting(figures) == 0 || !mayStart, "somebody waits and a slot is idle");
    findings.check(
        waiting(figures) == 0 || figures.mode() == Mode.ENFORCE, "somebody waits for a mode");
  }

  private static int waiting(LimiterFigures figures) {
    return figures.waiting().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static long counted(LimiterFigures figures) {
    return figures.admitted().values().stream().mapToLong(Long::longValue).sum()
        + figures.refused().values().stream()
            .flatMap(reasons -> reasons.values().stream())
            .mapToLong(Long::longValue)
            .sum()
        + figures.abandoned().values().stream().mapToLong(Long::longValue).sum();
  }

  /** One who asked; work that finds another's still held is done at once, from inside the call. */
  private final class Asked implements AcquireCallback {
    private final AtomicInteger told = new AtomicInteger();

    @Override
    public void admitted(Permit permit) {
      findings.check(told.incrementAndGet() == 1, "told twice");
      began();
      if (!held.compareAndSet(null, permit)) {
        working.decrementAndGet();
        findings.check(permit.succeeded(), "a permit in use does not count");
      }
    }

    @Override
    public void refused(Refused decision) {
      findings.check(told.incrementAndGet() == 1, "told twice");
      refused.incrementAndGet();
    }
  }

  /** Two dependencies that may have all slots each. */
  public static final class OfTwoDependencies extends LimiterOperations {
    public OfTwoDependencies() {
      super(Limiter.builder("partitioned").partition("one", 1).partition("other", 1));
    }

    @Override
    Request one() {
      return super.one().withDependency("one");
    }

    @Override
    Request other() {
      return super.other().withDependency("other");
    }
  }

  /** Its size and its mode change while it is asked. */
  public static final class ThatChanges extends LimiterOperations {
    @Override
    public List<Runnable> calls() {
      List<Runnable> calls = new ArrayList<>(super.callsWithoutTime());
      calls.addAll(List.of(this::grow, this::shrink, this::letThrough, this::enforce));
      return calls;
    }

    @Operation
    public void grow() {
      slots(2);
    }

    @Operation
    public void shrink() {
      slots(1);
    }

    @Operation
    public void letThrough() {
      mode(Mode.MONITOR);
    }

    @Operation
    public void enforce() {
      mode(Mode.ENFORCE);
    }
  }
}
