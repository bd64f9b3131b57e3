package dev.spillway.circuit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The last moves of a circuit, and who is told of them. Moves are added under the circuit's lock
 * and told without it; the one thread that tells keeps their order.
 */
final class MoveLog {
  /** A page of them; when a circuit flaps, more would only repeat the story. */
  static final int MOST_MOVES = 32;

  private static final Logger LOGGER = System.getLogger(CircuitBreaker.class.getName());

  private final String circuit;
  private final List<CircuitListener> listeners = new CopyOnWriteArrayList<>();
  private final Queue<CircuitMove> untold = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean telling = new AtomicBoolean();

  /** Guarded by the circuit's lock. */
  private final Deque<CircuitMove> last = new ArrayDeque<>();

  MoveLog(String circuit) {
    this.circuit = circuit;
  }

  void add(CircuitListener listener) {
    listeners.add(listener);
  }

  void add(CircuitMove move) {
    if (last.size() == MOST_MOVES) {
      last.removeFirst();
    }
    last.addLast(move);
    untold.add(move);
  }

  List<CircuitMove> last() {
    return List.copyOf(last);
  }

  /** Tells of all moves that were not told yet, unless another thread does. */
  void tell() {
    while (!untold.isEmpty() && telling.compareAndSet(false, true)) {
      try {
        for (@Nullable CircuitMove move = untold.poll(); move != null; move = untold.poll()) {
          tell(move);
        }
      } finally {
        telling.set(false);
      }
    }
  }

  private void tell(CircuitMove move) {
    LOGGER.log(
        move.to() == CircuitState.OPEN ? Level.WARNING : Level.INFO,
        "event=circuit-moved circuit="
            + circuit
            + " from="
            + move.from().token()
            + " to="
            + move.to().token()
            + " reason=\""
            + move.reason()
            + "\"");
    for (CircuitListener listener : listeners) {
      try {
        listener.moved(move);
      } catch (RuntimeException | Error e) { // whoever listens, the circuit goes on
        LOGGER.log(Level.WARNING, "event=circuit-listener-failed circuit=" + circuit, e);
      }
    }
  }
}
