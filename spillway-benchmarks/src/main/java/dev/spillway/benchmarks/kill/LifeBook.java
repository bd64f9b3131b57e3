package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Stopped;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what one life tells, to hold the queue's own accounts against it. In events, by lane. */
final class LifeBook {
  private static final Priority[] LANES = Priority.values();

  private final long[] offered = new long[LANES.length];
  private final long[] refused = new long[LANES.length];
  private final long[] delivered = new long[LANES.length];
  private int unanswered;

  void offered() {
    unanswered++;
  }

  void answered() {
    unanswered--;
  }

  void offered(Priority lane) {
    offered[lane.ordinal()]++;
  }

  void refused(Priority lane) {
    refused[lane.ordinal()]++;
  }

  void delivered(Priority lane) {
    delivered[lane.ordinal()]++;
  }

  /** What a lane had handed over and got no answer for when it stopped. */
  long[] released(Stopped stopped) {
    long[] released = new long[LANES.length];
    Arrays.setAll(released, lane -> delivered[lane] - stopped.lanes().get(lane).delivered());
    return released;
  }

  /** Checks what a queue says of its life when it has stopped. */
  void check(Stopped stopped, Findings findings) {
    equal(findings, "offers without a receipt", unanswered, 0);
    equal(findings, "imbalance of dead letters", stopped.letterImbalance(), 0);
    equal(findings, "records that can't be read", stopped.quarantined(), 0);
    if (!stopped.sound()) {
      findings.add("the log closed with trouble");
    }
    for (Priority lane : LANES) {
      LaneBook book = stopped.lanes().get(lane.ordinal());
      equal(findings, lane.token() + " offered", book.offered(), offered[lane.ordinal()]);
      equal(findings, lane.token() + " refused", book.refused(), refused[lane.ordinal()]);
      equal(findings, lane.token() + " gone without delivery", book.gone(), 0);
      equal(findings, lane.token() + " lost from memory by the stop", book.inMemory(), 0);
      equal(findings, lane.token() + " imbalance", book.imbalance(), 0);
      if (book.delivered() > delivered[lane.ordinal()]) {
        equal(findings, lane.token() + " delivered", book.delivered(), delivered[lane.ordinal()]);
      }
    }
  }

  /**
   * Checks what was found against what the last clean stop had left, if nothing has come between.
   *
   * @param left by that stop; null if a kill has come between
   * @param untouched whether no life has even begun to open the log since
   */
  static void check(Ready ready, @Nullable Stopped left, boolean untouched, Findings findings) {
    if (ready.rebuilt()) {
      findings.add("the log had lost where it stood");
    }
    if (left == null) {
      return;
    }
    if (untouched && !ready.clean()) {
      findings.add("the log does not know that it was closed");
    }
    equal(findings, "dead letters found", ready.letters(), left.letters());
    List<Long> recovered = ready.recovered();
    for (Priority lane : LANES) {
      long held = left.lanes().get(lane.ordinal()).held();
      long found = recovered.get(lane.ordinal());
      if (found < held) { // a block of which a part was settled is found whole
        findings.add(lane.token() + " found must be at least " + held + ": seen=" + found);
      }
    }
  }

  private static void equal(Findings findings, String what, long seen, long wanted) {
    if (seen != wanted) {
      findings.add(what + " must be " + wanted + ": seen=" + seen);
    }
  }
}
