package dev.spillway.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets threads meet: in each round all begin at once, each with a few calls drawn from its seed,
 * and then one settles. What processors reorder shows here.
 *
 * @param threads how many meet
 * @param seed of what they draw
 */
public record Collisions(int threads, long seed) {
  private static final int MOST_CALLS = 3;
  private static final int MOST_HEAD_START = 60;
  private static final int SPINS = 500;

  /**
   * Goes on for so long, or until something does not hold.
   *
   * @return how many rounds there were
   */
  public long run(Colliding subject, long nanos) throws InterruptedException {
    Meeting meeting = new Meeting(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> running = new ArrayList<>();
      long startNanos = System.nanoTime();
      for (int thread = 0; thread < threads; thread++) {
        boolean settles = thread == 0;
        SplittableRandom random = new SplittableRandom(seed * threads + thread);
        Member member = new Member(subject, meeting, random, settles);
        running.add(executor.submit(() -> member.rounds(startNanos, nanos)));
      }
      long rounds = 0;
      for (Future<Long> one : running) {
        rounds = Math.max(rounds, one.get());
      }
      return rounds;
    } catch (ExecutionException e) {
      throw new AssertionError(subject.getClass().getSimpleName() + " with " + this, e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** One thread of those that meet. */
  private record Member(
      Colliding subject, Meeting meeting, SplittableRandom random, boolean settles) {
    long rounds(long startNanos, long nanos) {
      List<Runnable> calls = subject.calls();
      long rounds = 0;
      try {
        while (!meeting.isOver()) {
          meeting.await();
          for (int spins = random.nextInt(MOST_HEAD_START); spins > 0; spins--) {
            Thread.onSpinWait();
          }
          for (int count = 1 + random.nextInt(MOST_CALLS); count > 0; count--) {
            calls.get(random.nextInt(calls.size())).run();
          }
          meeting.await();
          if (settles) {
            subject.settle();
            meeting.endIf(System.nanoTime() - startNanos >= nanos);
          }
          meeting.await();
          rounds++;
        }
      } finally {
        meeting.endIf(true);
      }
      return rounds;
    }
  }

  /** Where threads wait for each other, awake as long as that is short. */
  private static final class Meeting {
    private final int threads;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    Meeting(int threads) {
      this.threads = threads;
    }

    @SuppressWarnings("ThreadPriorityCheck") // others may have fewer processors than they are
    void await() {
      int place = arrived.getAndIncrement();
      int all = (place / threads + 1) * threads;
      for (int spins = 0; arrived.get() - all < 0 && !Thread.interrupted(); spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else if (over.get() && spins > SPINS * SPINS) {
          return; // one of the others failed
        } else {
          Thread.yield();
        }
      }
    }

    boolean isOver() {
      return over.get();
    }

    void endIf(boolean ends) {
      if (ends) {
        over.set(true);
      }
    }
  }
}
