package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import java.util.ArrayDeque;

/** One of Breakwater's clients, as it is and as the server sees it. */
final class CreditClient {
  /** Calls that wait for a credit, the oldest first. */
  final ArrayDeque<Call> waiting = new ArrayDeque<>();

  /** Calls at the server. */
  int pending;

  /** How many calls it may have at the server. */
  int credits;

  boolean isDrained() {
    return credits == 0 && pending == 0 && !waiting.isEmpty();
  }
}
