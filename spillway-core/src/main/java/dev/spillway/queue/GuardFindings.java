package dev.spillway.queue;

import dev.spillway.Admitted;
import dev.spillway.Explanation.Finding;
import dev.spillway.Explanation.Guard;
import dev.spillway.Explanation.Measure;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.rate.PriorityRate;
import dev.spillway.rate.RateFigures;
import dev.spillway.rate.TenantQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link Guards} would say to the next event of a lane, without asking for anything. */
record GuardFindings(Guards guards, QueuePolicy policy, long nowNanos) {
  /** What each guard would say to the next event, without asking for it. */
  static List<Finding> of(Lane lane, @Nullable String tenant, QueuePolicy policy) {
    List<Finding> findings = new ArrayList<>();
    GuardFindings guards = new GuardFindings(lane.guards(), policy, lane.time().nanoTime());
    if (tenant != null) {
      findings.add(guards.quota(tenant));
      findings.add(guards.share(tenant));
    }
    findings.add(guards.rate(lane.priority()));
    return findings;
  }

  private Finding rate(Priority priority) {
    PriorityRate rate = guards.rate();
    long waitNanos = rate.retryAfterNanos(priority, 1, nowNanos);
    RateFigures figures = rate.figures(nowNanos);
    double needed = 1;
    for (Map.Entry<Priority, Long> reserve : figures.reserved().entrySet()) {
      needed += reserve.getKey().compareTo(priority) < 0 ? reserve.getValue() : 0;
    }
    return Finding.of(
        new Guard("rate", policy.rateMode()),
        waitNanos == 0 ? Admitted.ADMITTED : Refusals.of(Reason.RATE_LIMITED, waitNanos),
        new Measure("tokens", figures.available(), needed),
        waitNanos == 0 ? null : "in " + millis(waitNanos) + " there is a token for it");
  }

  private Finding quota(String tenant) {
    TenantQuotas tenants = guards.tenants();
    long waitNanos = tenants.retryAfterNanos(tenant, 1, nowNanos);
    return Finding.of(
        new Guard("tenant-quota", policy.tenants().mode()),
        waitNanos == 0 ? Admitted.ADMITTED : Refusals.of(Reason.QUOTA_EXCEEDED, waitNanos),
        new Measure("tokens", tenants.available(tenant, nowNanos), 1),
        waitNanos == 0 ? null : "in " + millis(waitNanos) + " the tenant has a token for it");
  }

  private Finding share(String tenant) {
    long heldBytes = guards.tenants().heldBytes(tenant);
    double limitBytes = guards.shareBytes(policy);
    boolean taken = heldBytes >= limitBytes;
    return Finding.of(
        new Guard("tenant-share", policy.tenants().mode()),
        taken ? Refusals.of(Reason.TENANT_SHARE_TAKEN) : Admitted.ADMITTED,
        new Measure("bytes", heldBytes, limitBytes),
        taken ? "events of this tenant must be delivered first, or its share be larger" : null);
  }

  private static String millis(long nanos) {
    return (nanos + 999_999) / 1_000_000 + " ms";
  }
}
