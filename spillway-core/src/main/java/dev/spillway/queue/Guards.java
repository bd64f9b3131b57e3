package dev.spillway.queue;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.rate.PriorityRate;
import dev.spillway.rate.RateFigures;
import dev.spillway.rate.TenantQuotas;
import dev.spillway.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event passes before room is looked for: its size, its deadline, its tenant's quota and
 * share of the memory, and the queue's rate. Thread-safe; a refusal allocates nothing.
 *
 * <p>A tenant's bytes are charged here and stay charged while the event is in memory alone. Whoever
 * takes it elsewhere, or finds no room for it, gives them back.
 */
final class Guards {
  private final TimeSource time;
  private final long memoryBytes;
  private final int maxEventBytes;
  private final int maxRecordBytes;
  private final PriorityRate rate;
  private final TenantQuotas tenants;
  private final GuardCounts ofDeadline = new GuardCounts("deadline");
  private final GuardCounts ofQuota = new GuardCounts("tenant-quota");
  private final GuardCounts ofShare = new GuardCounts("tenant-share");
  private final GuardCounts ofRate = new GuardCounts("rate");

  Guards(Settings settings) {
    QueuePolicy policy = settings.policy();
    time = settings.time();
    memoryBytes = settings.shares().boundBytes();
    maxEventBytes = settings.shares().maxEventBytes();
    maxRecordBytes = settings.maxRecordBytes();
    long nowNanos = time.nanoTime();
    rate = new PriorityRate(policy.rate(), nowNanos);
    TenantPolicy.Quotas quotas = policy.tenants().quota();
    tenants = new TenantQuotas(quotas.standard(), TenantQuotas.DEFAULT_TENANTS, nowNanos);
    quotas.named().forEach((name, quota) -> tenants.override(name, quota, nowNanos));
  }

  /** Goes by {@code next} from now on. */
  void change(QueuePolicy before, QueuePolicy next) {
    long nowNanos = time.nanoTime();
    if (!next.rate().equals(before.rate())) {
      rate.change(next.rate(), nowNanos);
    }
    TenantPolicy.Quotas quotas = next.tenants().quota();
    TenantPolicy.Quotas old = before.tenants().quota();
    if (!quotas.standard().equals(old.standard())) {
      tenants.change(quotas.standard(), nowNanos);
    }
    for (String name : old.named().keySet()) {
      if (!quotas.named().containsKey(name)) {
        tenants.restore(name, nowNanos);
      }
    }
    quotas.named().forEach((name, quota) -> tenants.override(name, quota, nowNanos));
  }

  /** The events of {@code part} that may enter; the others are refused and counted. */
  LanePart pass(LanePart part, QueuePolicy policy, LaneCounts counts) {
    LanePart passed = part.passing(event -> unfit(event, policy), counts);
    return policy.rateMode() == Mode.OFF ? passed : withinRate(passed, policy, counts);
  }

  /** Why one event may not enter, or null. */
  @Nullable Refused pass(Event event, QueuePolicy policy) {
    Refused unfit = unfit(event, policy);
    if (unfit != null || policy.rateMode() == Mode.OFF) {
      return unfit;
    }
    long nowNanos = time.nanoTime();
    if (rate.take(event.priority(), 1, nowNanos) == 1) {
      return null;
    }
    ofRate.refused(policy.rateMode(), 1);
    if (policy.rateMode() == Mode.MONITOR) {
      return null;
    }
    releaseTenant(event, policy);
    return rateRefusal(event.priority(), nowNanos);
  }

  private @Nullable Refused unfit(Event event, QueuePolicy policy) {
    if (event.weightBytes() > maxEventBytes || event.recordBytes() > maxRecordBytes) {
      return Refusals.of(Reason.EVENT_TOO_LARGE);
    }
    Refused late = event.deadlineMillis() == Event.NO_DEADLINE ? null : late(event, policy);
    return late != null || event.tenant() == null ? late : ofTenant(event, policy);
  }

  private @Nullable Refused late(Event event, QueuePolicy policy) {
    Mode mode = policy.deadlineMode();
    if (mode == Mode.OFF || !event.isExpiredAt(time.epochMillis())) {
      return null;
    }
    ofDeadline.refused(mode, 1);
    return mode == Mode.ENFORCE ? Refusals.of(Reason.DEADLINE_PASSED) : null;
  }

  private @Nullable Refused ofTenant(Event event, QueuePolicy policy) {
    String tenant = event.tenant();
    if (tenant == null) {
      return null;
    }
    TenantPolicy limits = policy.tenants();
    Mode mode = limits.mode();
    long nowNanos = time.nanoTime();
    if (mode != Mode.OFF && tenants.take(tenant, 1, nowNanos) == 0) {
      ofQuota.refused(mode, 1);
      if (mode == Mode.ENFORCE) {
        return Refusals.of(Reason.QUOTA_EXCEEDED, tenants.retryAfterNanos(tenant, 1, nowNanos));
      }
    }
    long limitBytes = mode == Mode.OFF ? Long.MAX_VALUE : (long) shareBytes(policy);
    if (!tenants.reserveBytes(tenant, event.weightBytes(), limitBytes)) {
      ofShare.refused(mode, 1);
      if (mode == Mode.ENFORCE) {
        tenants.giveBack(tenant, 1);
        return Refusals.of(Reason.TENANT_SHARE_TAKEN);
      }
      tenants.reserveBytes(tenant, event.weightBytes(), Long.MAX_VALUE);
    }
    return null;
  }

  private LanePart withinRate(LanePart part, QueuePolicy policy, LaneCounts counts) {
    int wanted = part.count();
    long nowNanos = time.nanoTime();
    int granted = wanted == 0 ? 0 : rate.take(part.priority(), wanted, nowNanos);
    if (granted == wanted) {
      return part.holding(granted);
    }
    ofRate.refused(policy.rateMode(), wanted - granted);
    if (policy.rateMode() == Mode.MONITOR) {
      return part.holding(granted);
    }
    for (int position = granted; position < wanted; position++) {
      releaseTenant(part.event(position), policy);
    }
    counts.refused(Reason.RATE_LIMITED, wanted - granted);
    part.decide(granted, wanted, rateRefusal(part.priority(), nowNanos));
    return part.first(granted).holding(granted);
  }

  private Refused rateRefusal(Priority priority, long nowNanos) {
    return Refusals.of(Reason.RATE_LIMITED, rate.retryAfterNanos(priority, 1, nowNanos));
  }

  /** Gives back what events took that found no room, from {@code from} on. */
  void noRoom(LanePart part, int from, QueuePolicy policy) {
    int tokens = part.tokens() - from;
    if (tokens > 0) {
      rate.giveBack(tokens, time.nanoTime());
    }
    for (int position = from; position < part.count(); position++) {
      releaseTenant(part.event(position), policy);
    }
  }

  /** Gives back what one event took that found no room. */
  void noRoom(Event event, QueuePolicy policy) {
    if (policy.rateMode() == Mode.ENFORCE) {
      rate.giveBack(1, time.nanoTime());
    }
    releaseTenant(event, policy);
  }

  private void releaseTenant(Event event, QueuePolicy policy) {
    String tenant = event.tenant();
    if (tenant != null) {
      if (policy.tenants().mode() == Mode.ENFORCE) {
        tenants.giveBack(tenant, 1);
      }
      tenants.releaseBytes(tenant, event.weightBytes());
    }
  }

  /** Charges an event that came into memory by another way than an offer. */
  void enteredMemory(Event event) {
    String tenant = event.tenant();
    if (tenant != null) {
      tenants.reserveBytes(tenant, event.weightBytes(), Long.MAX_VALUE);
    }
  }

  /** Tells that the events from {@code from} to before {@code to} are in the log now. */
  void leftMemory(LanePart part, int from, int to) {
    for (int position = from; position < to; position++) {
      leftMemory(part.event(position));
    }
  }

  /** Tells that an event is no longer in memory alone. */
  void leftMemory(Event event) {
    String tenant = event.tenant();
    if (tenant != null) {
      tenants.releaseBytes(tenant, event.weightBytes());
    }
  }

  /** What each guard has done. */
  List<GuardFigures> figures(QueuePolicy policy) {
    return List.of(
        ofDeadline.figures(policy.deadlineMode()),
        ofQuota.figures(policy.tenants().mode()),
        ofShare.figures(policy.tenants().mode()),
        ofRate.figures(policy.rateMode()));
  }

  RateFigures rateFigures() {
    return rate.figures(time.nanoTime());
  }

  PriorityRate rate() {
    return rate;
  }

  TenantQuotas tenants() {
    return tenants;
  }

  /** The most bytes that one tenant may have in memory. */
  double shareBytes(QueuePolicy policy) {
    return policy.tenants().memoryShare() * memoryBytes;
  }
}
