package dev.spillway.server.telemetry;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.circuit.CircuitState;
import dev.spillway.queue.Account;
import dev.spillway.queue.SpillFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a queue is, and why. Immutable.
 *
 * @param reasons a sentence for everything that is not as it should be
 */
public record QueueHealth(Level level, List<String> reasons) {
  /** Refusals that tell of load or a fault; who goes beyond its own quota tells of neither. */
  private static final Set<Reason> SHED =
      EnumSet.of(
          Reason.LANE_FULL,
          Reason.MEMORY_FULL,
          Reason.SPILL_FULL,
          Reason.DISK_FULL,
          Reason.DISK_READ_ONLY,
          Reason.SPILL_FAILED,
          Reason.BACKPRESSURE,
          Reason.CIRCUIT_OPEN);

  /** Judges a reading. */
  public static QueueHealth of(QueueReading reading) {
    Findings findings = new Findings();
    trouble(reading, findings);
    circuit(reading, findings);
    lately(reading, findings);
    return new QueueHealth(findings.worst, List.copyOf(findings.sentences));
  }

  private static void trouble(QueueReading reading, Findings findings) {
    String trouble = reading.queue().trouble();
    if (!reading.queue().accepting()) {
      findings.add(Level.UNAVAILABLE, "it is stopping and takes no events");
    } else if (!reading.queue().takesCritical()) {
      findings.add(Level.UNAVAILABLE, "it takes no critical events: " + trouble);
    } else if (trouble != null) {
      findings.add(refuses(reading) ? Level.WARNING : Level.DEGRADED, trouble);
    }
    disk(reading, findings);
    String sinkTrouble = reading.delivery().trouble();
    if (sinkTrouble != null) {
      findings.add(Level.DEGRADED, "the sink fails: " + sinkTrouble);
    }
  }

  private static boolean refuses(QueueReading reading) {
    SpillFigures spill = reading.queue().spill();
    return spill != null && spill.disk().state().refuses();
  }

  /** What refuses is trouble already. */
  private static void disk(QueueReading reading, Findings findings) {
    SpillFigures spill = reading.queue().spill();
    String words = spill == null ? null : spill.disk().words();
    if (words != null && !refuses(reading)) {
      findings.add(Level.DEGRADED, words);
    }
  }

  private static void circuit(QueueReading reading, Findings findings) {
    CircuitFigures circuit = reading.delivery().circuit();
    String by = circuit.held() ? ", because somebody forced it so" : "";
    if (circuit.state() == CircuitState.OPEN) {
      findings.add(
          Level.WARNING, "the circuit to the sink is open, so no deliveries are made" + by);
    } else if (circuit.state() == CircuitState.HALF_OPEN) {
      findings.add(
          Level.DEGRADED, "the circuit to the sink is half-open, so few deliveries are made" + by);
    }
  }

  private static void lately(QueueReading reading, Findings findings) {
    String within =
        String.format(Locale.ROOT, " in the last %.0f s", Math.max(1, reading.seconds()));
    Map<Reason, Long> shed = reading.refused();
    shed.keySet().retainAll(SHED);
    if (!shed.isEmpty()) {
      long events = shed.values().stream().mapToLong(Long::longValue).sum();
      String reasons =
          shed.entrySet().stream()
              .map(entry -> entry.getKey().token() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      findings.add(Level.WARNING, were(events) + " refused" + within + ": " + reasons);
    }
    long displaced = reading.grown(Account::displaced);
    if (displaced > 0) {
      findings.add(Level.WARNING, were(displaced) + " displaced for more important ones" + within);
    }
    long quarantined = reading.grown(Account::quarantined);
    if (quarantined > 0) {
      findings.add(Level.WARNING, were(quarantined) + " lost to damage of the log" + within);
    }
    long letters = reading.grown(Account::deadLettered);
    if (letters > 0) {
      findings.add(
          Level.DEGRADED,
          count(letters)
              + (letters == 1 ? " became a dead letter" : " became dead letters")
              + within);
    }
    String lanes =
        Arrays.stream(Priority.values())
            .filter(lane -> reading.backpressureIn(lane))
            .map(Priority::token)
            .collect(Collectors.joining(", "));
    if (!lanes.isEmpty()) {
      findings.add(Level.DEGRADED, "backpressure is on, nearly full: " + lanes);
    }
  }

  private static String were(long events) {
    return count(events) + (events == 1 ? " was" : " were");
  }

  private static String count(long events) {
    return events == 1 ? "1 event" : events + " events";
  }

  /** From good to bad. */
  public enum Level {
    /** Nothing to tell. */
    HEALTHY,
    /** It does its work, and something beside it wants a look. */
    DEGRADED,
    /** Events are shed or lost. */
    WARNING,
    /** Critical events are not taken. */
    UNAVAILABLE;

    private final String token = name().toLowerCase(Locale.ROOT);

    /** The word in answers. */
    public String token() {
      return token;
    }

    /** The worse of the two. */
    public Level or(Level other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** What was found so far. Used by one thread. */
  private static final class Findings {
    private final List<String> sentences = new ArrayList<>();
    private Level worst = Level.HEALTHY;

    void add(Level level, String sentence) {
      sentences.add(sentence);
      worst = worst.or(level);
    }
  }
}
