package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import dev.spillway.Admitted;
import dev.spillway.Decision;
import dev.spillway.Mode;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.queue.Account.Entry;
import dev.spillway.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The way of events into a lane: its ring, its log, or behind the log its tail. Thread-safe; what
 * is changed is guarded by the lane's lock.
 */
final class LaneEntrance {
  private final Lane lane;
  private final LaneMemory memory;
  private final LaneCounts counts;
  private final Guards guards;
  private final TimeSource time;
  private final @Nullable LaneSpill spill;
  private final SheddingLog shedding;

  LaneEntrance(Lane lane, @Nullable SpillStore store) {
    this.lane = lane;
    memory = lane.memory();
    counts = lane.counts();
    guards = lane.guards();
    time = lane.time();
    shedding = new SheddingLog(lane.queue(), lane.priority(), time);
    spill = store == null ? null : new LaneSpill(lane, store.backlog(lane.priority()));
  }

  /** Takes this lane's events of {@code offer}, and refuses those that find no room. */
  void offer(Offer offer) {
    if (offer.count(lane.priority()) == 0) {
      return;
    }
    counts.offered(offer.count(lane.priority()));
    QueuePolicy policy = lane.policy();
    LanePart part = guards.pass(LanePart.of(offer, lane.priority()), policy, counts);
    Mode mode = policy.backpressureMode();
    double seen = lane.gauge().utilization();
    Course course = lane.gauge().course(policy, seen);
    Course taken = mode == Mode.ENFORCE ? course : Course.ADMIT;
    if (taken.delays() > 0) { // before a store's thread may refuse some of it
      part.decide(0, part.count(), lane.gauge().told(policy, taken, seen));
    }
    int entered = enter(part, policy, taken);
    guards.noRoom(part, entered, policy);
    lane.gauge().took(course, mode, entered);
  }

  /**
   * Decides on one volatile event if that takes neither the log nor another event's place, and
   * returns null otherwise, with nothing done.
   */
  @Nullable Decision tryOffer(Event event) {
    if (lane.inDiskMode()) {
      return null;
    }
    QueuePolicy policy = lane.policy();
    double seen = lane.gauge().utilization();
    Course course = lane.gauge().course(policy, seen);
    boolean enforced = policy.backpressureMode() == Mode.ENFORCE;
    if (enforced && course == Course.SPILL && spill != null) {
      return null;
    }
    boolean room = memory.reserve(event) || (lane.tidying().tidy() && memory.reserve(event));
    if (!room && !refusesWhenFull(policy.strategy())) {
      return null; // before any guard has counted it
    }
    Refused refused = guards.pass(event, policy);
    if (refused == null && !room) {
      guards.noRoom(event, policy);
      refused = Refusals.of(memory.fullReason());
      shedding.refused(refused.reason(), 1);
    }
    if (refused != null) {
      if (room) {
        memory.release(event);
      }
      counts.offered(1);
      counts.refused(refused.reason(), 1);
      return refused;
    }
    if (!addToRing(event)) {
      memory.release(event);
      guards.noRoom(event, policy);
      return null;
    }
    counts.offered(1);
    lane.gauge().took(course, policy.backpressureMode(), 1);
    return enforced && course.delays() > 0
        ? lane.gauge().told(policy, course, seen)
        : Admitted.ADMITTED;
  }

  /** Whether what finds no room is refused without a try at the log or at lower events. */
  private boolean refusesWhenFull(Strategy strategy) {
    boolean spills = spill != null && Course.spillsWhenFull(strategy, lane.priority());
    return !spills && !Course.displaces(strategy) && !lane.isClosed();
  }

  private boolean addToRing(Event event) {
    long nowNanos = time.nanoTime();
    lane.lock().lock();
    try {
      boolean open = !lane.inDiskMode() && !lane.isClosed();
      if (open) {
        lane.ring().add(event, nowNanos);
        lane.tidying().added(event);
      }
      return open;
    } finally {
      lane.lock().unlock();
    }
  }

  /** Returns how many events entered, in order; the others are refused. */
  private int enter(LanePart part, QueuePolicy policy, Course course) {
    Strategy strategy = policy.strategy();
    boolean early = part.offer().durable() || (course == Course.SPILL && spill != null);
    boolean displacesFirst =
        spill == null
            ? Course.displaces(strategy)
            : Course.displacesFirst(strategy, lane.priority());
    int entered =
        early || lane.inDiskMode() ? 0 : toRing(part, displacesFirst ? policy.shedShare() : 0);
    if (entered == part.count()) {
      return entered;
    }
    if (spill != null
        && (early || lane.inDiskMode() || Course.spillsWhenFull(strategy, lane.priority()))) {
      return spill.take(part, entered, Course.displaces(strategy) ? policy.shedShare() : 0);
    }
    refuse(part, entered, lane.isClosed() ? Reason.STOPPING : memory.fullReason());
    return entered;
  }

  /** Refuses the events from {@code from} on, for load. */
  void refuse(LanePart part, int from, Reason reason) {
    counts.refused(reason, part.count() - from);
    shedding.refused(reason, part.count() - from);
    part.decide(from, part.count(), Refusals.of(reason));
  }

  /** Appends {@code records}, which are already accounted for, behind all others of the log. */
  boolean appendAccepted(RecordBuffer records, SpillLane.AppendCallback callback) {
    return requireNonNull(spill).appendAccepted(records, callback);
  }

  /** Returns how many events the ring took, all of them or as many as found room. */
  private int toRing(LanePart part, double shedShare) {
    int granted = lane.displacement().reserve(lane, part, 0, shedShare);
    if (granted == 0) {
      return 0;
    }
    long nowNanos = time.nanoTime();
    int added = 0;
    lane.lock().lock();
    try {
      if (!lane.inDiskMode() && !lane.isClosed()) {
        for (int position = 0; position < granted; position++) {
          Event event = part.event(position);
          lane.ring().add(event, nowNanos);
          lane.tidying().added(event);
        }
        added = granted;
      }
    } finally {
      lane.lock().unlock();
    }
    for (int position = added; position < granted; position++) {
      memory.release(part.event(position));
    }
    return added;
  }

  /** Writes dead letters behind all others and counts them; returns why not, or null. */
  @Nullable Reason appendReplayed(RecordBuffer records, SpillLane.AppendCallback callback) {
    return requireNonNull(spill).appendReplayed(records, callback);
  }

  /** Adds a dead letter behind all others in memory and counts it; returns why not, or null. */
  @Nullable Reason addReplayed(Event event) {
    if (!memory.reserve(event)) {
      return memory.fullReason();
    }
    lane.lock().lock();
    try {
      if (lane.isClosed()) {
        memory.release(event);
        return Reason.STOPPING;
      }
      guards.enteredMemory(event);
      lane.ring().add(event, time.nanoTime());
      lane.count(Entry.REPLAYED, 1);
      return null;
    } finally {
      lane.lock().unlock();
    }
  }
}
