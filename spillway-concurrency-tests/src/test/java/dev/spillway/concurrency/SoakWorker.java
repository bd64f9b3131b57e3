package dev.spillway.concurrency;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Acquisition;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.OverloadException;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread that asks in every form, as its seed says, until the load ends. */
final class SoakWorker implements Runnable {
  static final String SICK = "sick";

  private static final String[] DEPENDENCIES = {"sound", SICK, "unlisted"};
  private static final int TENANTS = 30;
  private static final long LONGEST_WORK_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
  private static final long HANG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int FORGETS_ONE_IN = 500;

  private final LimiterSoak soak;
  private final Limiter limiter;
  private final SoakAccount account;
  private final Queue<Permit> late;
  private final SplittableRandom random;

  SoakWorker(LimiterSoak soak, SplittableRandom random) {
    this.soak = soak;
    limiter = soak.limiter();
    account = soak.account();
    late = soak.late();
    this.random = random;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // or who asks in vain keeps those who work waiting
  public void run() {
    while (soak.isLoaded()) {
      Request request = request();
      account.offered.increment();
      switch (random.nextInt(5)) {
        case 0 -> block(request);
        case 1 -> ticket(request);
        case 2 -> permit(request);
        default -> callback(request);
      }
      completeLate();
      Thread.yield();
      Thread.interrupted(); // of somebody who waits no more
    }
    completeLate();
  }

  private Request request() {
    Request request =
        Request.of(Priority.values()[random.nextInt(Priority.values().length)])
            .withTenant("tenant-" + random.nextInt(TENANTS))
            .withTime(Duration.ofNanos(1 + random.nextLong(LONGEST_TIME_NANOS)));
    int dependency = random.nextInt(DEPENDENCIES.length + 1);
    request =
        dependency < DEPENDENCIES.length
            ? request.withDependency(DEPENDENCIES[dependency])
            : request;
    return random.nextInt(10) == 0 ? request.continuing() : request;
  }

  private void block(Request request) {
    ModeSwitch.Phase phase = soak.modes().now();
    try (Permit permit = limiter.acquire(request)) {
      account.began();
      Outcome outcome = work(request);
      account.over();
      if (random.nextBoolean()) {
        first(permit.complete(outcome));
        account.findings.check(!permit.failed() || soak.isUncounted(), "a permit counts twice");
      } else {
        account.completed.increment(); // by being closed
      }
    } catch (OverloadException e) {
      refused(phase);
    } catch (InterruptedException e) {
      account.abandoned.increment();
    }
  }

  private void ticket(Request request) {
    ModeSwitch.Phase phase = soak.modes().now();
    long ticket = limiter.tryAcquireTicket(request);
    if (ticket == Limiter.REFUSED) {
      refused(phase);
      return;
    }
    account.began();
    if (random.nextInt(FORGETS_ONE_IN) == 0 && soak.forgets()) {
      account.over();
      account.forgotten.increment();
      return;
    }
    Outcome outcome = work(request);
    account.over();
    first(limiter.complete(ticket, outcome));
  }

  private void permit(Request request) {
    ModeSwitch.Phase phase = soak.modes().now();
    Permit permit = limiter.tryAcquire(request);
    if (permit == null) {
      refused(phase);
      return;
    }
    account.began();
    work(request);
    account.over();
    first(permit.failed());
  }

  private void callback(Request request) {
    account.callbacks.increment();
    Acquisition asked =
        limiter.acquire(request, new Callback(soak.modes().now(), random.nextInt(20)));
    if (random.nextInt(5) == 0 && asked.cancel()) {
      account.callbacks.decrement();
      account.abandoned.increment();
    }
  }

  private void refused(ModeSwitch.Phase phase) {
    account.refused.increment();
    account.findings.check(soak.modes().mayRefuse(phase), "refused although the mode lets through");
  }

  private void first(boolean counted) {
    account.findings.check(counted, "a permit in use does not count");
    account.completed.increment();
  }

  /** What hangs is given up after a while. */
  private Outcome work(Request request) {
    if (SICK.equals(request.dependency()) && soak.hangs()) {
      LockSupport.parkNanos(HANG_NANOS);
      return Outcome.TIMED_OUT;
    }
    if (random.nextInt(4) == 0) {
      LockSupport.parkNanos(random.nextLong(LONGEST_WORK_NANOS));
    }
    return random.nextInt(10) == 0 ? Outcome.FAILED : Outcome.SUCCEEDED;
  }

  private void completeLate() {
    for (Permit permit = late.poll(); permit != null; permit = late.poll()) {
      account.over();
      first(permit.succeeded());
    }
  }

  /** Works at once, lets another thread work, or throws. */
  private final class Callback implements AcquireCallback {
    private final ModeSwitch.Phase phase;
    private final int kind;
    private final AtomicInteger times = new AtomicInteger();

    Callback(ModeSwitch.Phase phase, int kind) {
      this.phase = phase;
      this.kind = kind;
    }

    private void told() {
      account.findings.check(times.incrementAndGet() == 1, "told twice");
      account.told.increment();
    }

    @Override
    public void admitted(Permit permit) {
      account.began();
      if (kind == 0) {
        account.over();
        account.thrown.increment();
        told();
        throw new IllegalStateException("thrown on purpose");
      }
      if (kind < 10) {
        late.add(permit);
      } else {
        account.over();
        first(permit.succeeded());
      }
      told();
    }

    @Override
    public void refused(@Nullable Refused decision) {
      SoakWorker.this.refused(phase);
      told();
      if (kind == 0) {
        throw new IllegalStateException("thrown on purpose");
      }
    }
  }
}
