package dev.spillway.server.http;

import dev.spillway.pressure.ThrottleCurve;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.queue.TenantPolicy;
import dev.spillway.rate.Quota;
import dev.spillway.server.config.DeliveryConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a queue can be changed while it runs, as it holds now, under the names of its keys. */
final class SettingsJson {
  private SettingsJson() {}

  static Map<String, Object> of(QueuePolicy policy, @Nullable DeliveryConfig delivery) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("strategy", policy.strategy().token());
    json.put("shed-share", policy.shedShare());
    json.put("backpressure", backpressure(policy));
    json.put("deadline", Map.of("mode", policy.deadlineMode().token()));
    Map<String, Object> rate = new LinkedHashMap<>();
    rate.put("mode", policy.rateMode().token());
    rate.put("window", policy.rate().window().toMillis() + "ms");
    json.put("rate", rate);
    json.put("tenants", tenants(policy.tenants()));
    if (delivery != null) {
      Map<String, Object> batches = new LinkedHashMap<>();
      batches.put("batch-events", delivery.batchEvents());
      batches.put("batch-bytes", delivery.batchBytes());
      json.put("delivery", batches);
    }
    return json;
  }

  private static Map<String, Object> backpressure(QueuePolicy policy) {
    ThrottleCurve throttle = policy.throttle();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mode", policy.backpressureMode().token());
    json.put("high-mark", policy.waterMarks().high());
    json.put("low-mark", policy.waterMarks().low());
    json.put("delay", throttle.base().toMillis() + "ms");
    json.put("multiplier", throttle.multiplier());
    json.put("longest-delay", throttle.longest().toMillis() + "ms");
    return json;
  }

  private static Map<String, @Nullable Object> tenants(TenantPolicy policy) {
    Quota standard = policy.quota().standard();
    boolean bound = !Double.isInfinite(standard.eventsPerSecond());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("mode", policy.mode().token());
    json.put("events-per-second", bound ? standard.eventsPerSecond() : null);
    json.put("burst", bound ? standard.burst() : null);
    json.put("memory-share", policy.memoryShare());
    Map<String, Double> quotas = new TreeMap<>();
    policy.quota().named().forEach((tenant, own) -> quotas.put(tenant, own.eventsPerSecond()));
    json.put("quotas", quotas);
    return json;
  }
}
