package dev.spillway.server.cli.send;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the events that were sent. Thread-safe. */
final class SendCounts {
  /** Bytes of the files, as they are on disk, up to the last event whose fate is known. */
  final AtomicLong settledBytes = new AtomicLong();

  final AtomicLong accepted = new AtomicLong();

  /** Refusals for load; an event refused twice counts twice. */
  final AtomicLong refusedForLoad = new AtomicLong();

  /** Events sent again because no answer came, so that the gateway may hold them twice. */
  final AtomicLong sentAgain = new AtomicLong();

  /** Events that were given up on; what input that was not read still held is not known. */
  final AtomicLong notSent = new AtomicLong();

  private volatile boolean inputUnread;
  private volatile boolean answerMissing;

  /** Guarded by this. */
  private final Map<String, Long> refused = new TreeMap<>();

  private volatile String durability = "";
  private volatile String waitingFor = "";

  synchronized void refused(String reason, long events) {
    refused.merge(reason, events, Long::sum);
  }

  /** Events that will not be accepted, by reason. */
  synchronized Map<String, Long> refused() {
    return new TreeMap<>(refused);
  }

  long refusedTotal() {
    return refused().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Input that can be read only once was given up on before its end. */
  void inputUnread() {
    inputUnread = true;
  }

  boolean isInputUnread() {
    return inputUnread;
  }

  /** Whether the gateway may have accepted the last request, and nobody knows. */
  void answerMissing(boolean missing) {
    answerMissing = missing;
  }

  boolean isAnswerMissing() {
    return answerMissing;
  }

  void durability(String durability) {
    this.durability = durability;
  }

  String durability() {
    return durability;
  }

  /** What the sender waits for now; empty while it does not wait. */
  void waitingFor(String what) {
    waitingFor = what;
  }

  String waitingFor() {
    return waitingFor;
  }
}
