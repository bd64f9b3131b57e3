package dev.spillway.queue;

import dev.spillway.Admitted;
import dev.spillway.Decision;
import dev.spillway.Explanation;
import dev.spillway.Explanation.Finding;
import dev.spillway.Explanation.Guard;
import dev.spillway.Explanation.Measure;
import dev.spillway.Mode;
import dev.spillway.Reason;
import dev.spillway.queue.LaneMemory.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks at all that decides about an event of one lane, without deciding anything. */
final class Explainer {
  /** What an ordinary event weighs. */
  private static final int TYPICAL_BYTES = 512;

  private final Lane lane;
  private final @Nullable SpillStore store;
  private final QueuePolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  Explainer(Lane lane, @Nullable SpillStore store) {
    this.lane = lane;
    this.store = store;
    policy = lane.policy();
  }

  Explanation explain(boolean open, @Nullable String tenant) {
    findings.add(
        Finding.of(
            new Guard("queue", Mode.ENFORCE),
            open ? Admitted.ADMITTED : Refusals.of(Reason.STOPPING),
            new Measure("open", open ? 1 : 0, 1),
            open ? null : "the queue is stopping; another instance may take the event"));
    findings.addAll(GuardFindings.of(lane, tenant, policy));
    backpressure();
    room();
    return Explanation.of(findings);
  }

  private void backpressure() {
    LaneGauge gauge = lane.gauge();
    double seen = gauge.utilization();
    Course course = gauge.course(policy, seen);
    Decision decision = course.delays() > 0 ? gauge.told(policy, course, seen) : Admitted.ADMITTED;
    String advice = null;
    if (course != Course.ADMIT) {
      String until = " until the lane is below " + policy.waterMarks().low() + " of its room";
      advice =
          course == Course.SPILL
              ? "such events go to the log" + until
              : "the event is taken; its producer is asked to wait" + until;
    }
    findings.add(
        Finding.of(
            new Guard("backpressure", policy.backpressureMode()),
            decision,
            new Measure("utilization", seen, policy.waterMarks().high()),
            advice));
  }

  /** Memory first, then whatever the strategy has for an event that finds none there. */
  private void room() {
    LaneMemory memory = lane.memory();
    Room missing = memory.missing(new Room(1, TYPICAL_BYTES));
    Strategy strategy = policy.strategy();
    boolean logFirst = lane.inDiskMode();
    boolean needsLog = logFirst && (lane.isWriteAhead() || !missing.isNone());
    Decision decision = Admitted.ADMITTED;
    String advice = null;
    if (logFirst) {
      advice = "the lane is in disk mode: the event goes through the log, behind what is there";
    } else if (!missing.isNone()) {
      boolean spills = store != null && Course.spillsWhenFull(strategy, lane.priority());
      boolean displaces = Course.displaces(strategy) && lane.displacement().canHelp(lane, missing);
      if (displaces && (!spills || Course.displacesFirst(strategy, lane.priority()))) {
        advice = "memory is full: a waiting event of a lower lane is displaced for it";
      } else if (spills) {
        advice = "memory is full: the event goes to the log";
        needsLog = true;
      } else {
        decision = Refusals.of(memory.fullReason());
        advice = wouldAdmit(missing, strategy);
      }
    }
    findings.add(
        Finding.of(new Guard("memory", Mode.ENFORCE), decision, measure(memory, missing), advice));
    if (store != null) {
      log(store, needsLog);
    }
  }

  private static Measure measure(LaneMemory memory, Room missing) {
    return missing.places() > 0
        ? new Measure("places", memory.takenPlaces(), memory.capacity())
        : new Measure("utilization", memory.utilization(), 1);
  }

  private String wouldAdmit(Room missing, Strategy strategy) {
    String needed =
        missing.places() > 0
            ? "one free place in the lane"
            : missing.bytes() + " bytes less in memory";
    String others = store == null ? "" : ", or a strategy that spills";
    return String.format(
        Locale.ROOT, "strategy %s refuses; %s would admit it%s", strategy.token(), needed, others);
  }

  /** Looks at the log, which {@code needed} tells to be the only way. */
  private void log(SpillStore known, boolean needed) {
    SpillLane backlog = known.backlog(lane.priority());
    String trouble = known.trouble();
    boolean full = backlog.utilization() >= 1;
    Reason refusal = full ? Reason.SPILL_FULL : backlog.refusal();
    Decision decision = needed && refusal != null ? Refusals.of(refusal) : Admitted.ADMITTED;
    String advice = full ? "the log is full; what is delivered makes room in it" : null;
    findings.add(
        Finding.of(
            new Guard("log", Mode.ENFORCE),
            decision,
            new Measure("utilization", backlog.utilization(), 1),
            trouble == null ? advice : trouble));
  }
}
