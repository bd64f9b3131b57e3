package dev.spillway.simulator.spill;

import dev.spillway.simulator.Call;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/** Who waits for a call: a batch of this life, or also one of a life before. Thread-safe. */
final class Deliveries {
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  static Deliveries of(Call call) {
    return Objects.requireNonNull((Deliveries) call.attachment());
  }

  /** The call is handed to the plant, once more. */
  void began(Runnable whenFinished) {
    lock.lock();
    try {
      waiting.add(whenFinished);
    } finally {
      lock.unlock();
    }
  }

  /** The plant is done with it, in the order in which it was handed over. */
  void finished() {
    Runnable first;
    lock.lock();
    try {
      first = waiting.remove();
    } finally {
      lock.unlock();
    }
    first.run();
  }
}
