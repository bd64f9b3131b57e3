package dev.spillway.concurrency;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.spillway.Mode;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Permit;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A limiter under everything at once: threads of both kinds that ask in every form and are
 * interrupted, sizes and modes that change, callbacks that throw, a dependency that hangs now and
 * then. In the end the limiter is closed under load, and the accounts must balance.
 */
public final class LimiterSoak {
  private static final int MOST_SLOTS = 12;
  private static final int MOST_WAITING = 64;
  private static final int PLATFORM_THREADS = 8;
  private static final int VIRTUAL_THREADS = 40;
  private static final int FORGOTTEN_AT_ONCE = 2;
  private static final long CHANGE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);
  private static final Duration AFTER_CLOSE = Duration.ofMillis(200);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);

  private final Kind kind;
  private final SplittableRandom random;
  private final Limiter limiter;
  private final ModeSwitch modes;
  private final SoakAccount account = new SoakAccount();
  private final Queue<Permit> late = new ConcurrentLinkedQueue<>();
  private final List<Thread> workers = new CopyOnWriteArrayList<>();
  private volatile boolean loaded = true;
  private volatile boolean tidied = true;
  private volatile boolean hangs;

  /** What changes while it is loaded. */
  public enum Kind {
    /** Its size alone, so that the slots are a bound; permits are forgotten and reclaimed. */
    SIZES,
    /** It enforces and lets through, and counts everything. */
    MONITORED,
    /** It is off now and then, and counts what it wants of that time. */
    SWITCHED;

    private List<Mode> modes() {
      return switch (this) {
        case SIZES -> List.of(Mode.ENFORCE);
        case MONITORED -> List.of(Mode.ENFORCE, Mode.MONITOR);
        case SWITCHED -> List.of(Mode.ENFORCE, Mode.MONITOR, Mode.OFF);
      };
    }
  }

  public LimiterSoak(Kind kind, long seed) {
    this.kind = kind;
    random = new SplittableRandom(seed);
    limiter =
        Limiter.builder("soak")
            .slots(MOST_SLOTS)
            .mostWaiting(MOST_WAITING)
            .tenants(20)
            .longestHold(LONGEST_HOLD)
            .partition("sound", 0.5)
            .partition(SoakWorker.SICK, 0.3)
            .build();
    modes = new ModeSwitch(limiter);
  }

  Limiter limiter() {
    return limiter;
  }

  ModeSwitch modes() {
    return modes;
  }

  SoakAccount account() {
    return account;
  }

  /** Permits that whoever comes by completes. */
  Queue<Permit> late() {
    return late;
  }

  boolean isLoaded() {
    return loaded;
  }

  boolean hangs() {
    return hangs;
  }

  /** Whether one more permit may be forgotten; most slots are left to the others. */
  boolean forgets() {
    return kind == Kind.SIZES
        && tidied
        && account.forgotten.sum() - limiter.figures().reclaimed() < FORGOTTEN_AT_ONCE;
  }

  /** Whether there are permits that hold no slot, and so do not know that they were completed. */
  boolean isUncounted() {
    return kind != Kind.SIZES;
  }

  /**
   * Loads it for so long and looks at what is left.
   *
   * @return figures of what happened
   * @throws AssertionError if something is lost, counted twice or told twice
   */
  public String run(Duration load) throws InterruptedException {
    boolean virtual = VirtualThreads.areThere();
    int threads = PLATFORM_THREADS + (virtual ? VIRTUAL_THREADS : 0);
    CountDownLatch done = new CountDownLatch(threads);
    ExecutorService platform = Executors.newFixedThreadPool(PLATFORM_THREADS);
    ExecutorService other = virtual ? VirtualThreads.executor() : platform;
    try {
      for (int thread = 0; thread < threads; thread++) {
        SoakWorker worker = new SoakWorker(this, random.split());
        ExecutorService executor = thread < PLATFORM_THREADS ? platform : other;
        executor.execute(() -> work(worker, done));
      }
      disturb(load);
      closeUnderLoad();
      account.findings.check(done.await(1, TimeUnit.MINUTES), "a thread does not come back");
    } finally {
      loaded = false;
      platform.shutdownNow();
      other.shutdownNow();
      limiter.close();
    }
    completeAll();
    account.check(limiter.figures(), kind != Kind.SWITCHED);
    account.findings.check(
        kind != Kind.SIZES || account.mostWorking() <= MOST_SLOTS, "more work than slots");
    account.findings.assertNone();
    return kind + " threads=" + threads + " " + account;
  }

  private void work(SoakWorker worker, CountDownLatch done) {
    workers.add(Thread.currentThread());
    try {
      worker.run();
    } catch (RuntimeException | Error e) {
      account.findings.check(false, "a thread failed: " + e);
    } finally {
      done.countDown();
    }
  }

  /** Changes whatever can be changed, again and again. */
  private void disturb(Duration load) {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < load.toNanos()) {
      LockSupport.parkNanos(CHANGE_NANOS);
      switch (random.nextInt(4)) {
        case 0 -> limiter.slots(1 + random.nextInt(MOST_SLOTS));
        case 1 -> modes.change(kind.modes().get(random.nextInt(kind.modes().size())));
        case 2 -> hangs = random.nextInt(4) == 0;
        default -> interruptOne();
      }
    }
    hangs = false;
  }

  private void interruptOne() {
    if (!workers.isEmpty()) {
      requireNonNull(workers.get(random.nextInt(workers.size()))).interrupt();
    }
  }

  /** What is forgotten needs the tidying, which ends with the limiter. */
  private void closeUnderLoad() {
    tidied = false;
    await()
        .atMost(SETTLED_WITHIN)
        .until(() -> limiter.figures().reclaimed() == account.forgotten.sum());
    limiter.close();
    disturb(AFTER_CLOSE);
    modes.change(Mode.ENFORCE);
    limiter.slots(MOST_SLOTS);
    loaded = false;
  }

  private void completeAll() {
    for (Permit permit = late.poll(); permit != null; permit = late.poll()) {
      account.over();
      account.findings.check(permit.succeeded(), "a permit in use does not count");
      account.completed.increment();
    }
  }
}
