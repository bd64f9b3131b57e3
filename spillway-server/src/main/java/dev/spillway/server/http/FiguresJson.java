package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.WaitFigures;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.Account;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.GuardFigures;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.PressureFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.queue.SpillFigures;
import dev.spillway.rate.RateFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A queue's figures as JSON shows them. The keys are part of the API. */
final class FiguresJson {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_MILLI = 1e3;

  private FiguresJson() {}

  static Map<String, @Nullable Object> of(ServedQueue served) {
    QueueFigures figures = served.queue().figures();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", served.name());
    json.put("strategy", figures.policy().strategy().token());
    json.put("settings", SettingsJson.of(figures.policy(), served.control().delivery()));
    json.put("diskMode", figures.diskMode().token());
    json.put("zone", figures.zone().token());
    json.put("accepting", figures.accepting());
    json.put("trouble", figures.trouble());
    json.put("memory", bounded(figures.memoryBytes(), figures.memoryBoundBytes()));
    SpillFigures spill = figures.spill();
    json.put("spill", spill == null ? null : spill(spill));
    json.put("deadLetters", figures.deadLetters());
    json.put("deadLetterAccount", LettersJson.account(served.queue().deadLetters().figures()));
    Map<String, Object> lanes = new LinkedHashMap<>();
    for (Priority priority : Priority.values()) {
      LaneFigures lane = figures.lanes().get(priority);
      if (lane != null) {
        lanes.put(priority.token(), lane(lane));
      }
    }
    json.put("lanes", lanes);
    json.put("rate", rate(figures.rate()));
    json.put("guards", figures.guards().stream().map(FiguresJson::guard).toList());
    DeliveryFigures delivery = served.delivery().get();
    json.put("sink", DeliveryJson.sink(delivery, served.endpoints()));
    json.put("circuit", DeliveryJson.circuit(delivery.circuit()));
    return json;
  }

  private static Map<String, @Nullable Object> rate(RateFigures figures) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("eventsPerSecond", figures.eventsPerSecond());
    json.put("burst", figures.burst());
    json.put("available", figures.available());
    json.put("measuredPerSecond", Math.rint(figures.measuredPerSecond() * 1e3) / 1e3);
    Map<String, Long> reserved = new LinkedHashMap<>();
    for (Priority priority : Priority.values()) {
      Long tokens = figures.reserved().get(priority);
      if (tokens != null && tokens > 0) {
        reserved.put(priority.token(), tokens);
      }
    }
    json.put("reserved", reserved);
    return json;
  }

  private static Map<String, Object> guard(GuardFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("guard", figures.guard());
    json.put("mode", figures.mode().token());
    json.put("refused", figures.refused());
    json.put("wouldHaveRefused", figures.wouldHaveRefused());
    return json;
  }

  private static Map<String, Object> bounded(long bytes, long boundBytes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bytes", bytes);
    json.put("boundBytes", boundBytes);
    return json;
  }

  static Map<String, Object> spill(SpillFigures figures) {
    Map<String, Object> json = bounded(figures.diskBytes(), figures.diskBoundBytes());
    json.put("segments", figures.segments());
    json.put("blocksForced", figures.blocksForced());
    json.put("forces", figures.forces());
    json.put("quarantined", figures.quarantined());
    json.put("disk", disk(figures.disk()));
    return json;
  }

  private static Map<String, @Nullable Object> disk(DiskFigures figures) {
    boolean healthy = figures.state() == DiskState.HEALTHY;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("state", figures.state().token());
    json.put("since", figures.sinceMillis());
    json.put("cause", figures.cause());
    json.put("advice", healthy ? null : figures.advice());
    json.put("freeBytes", known(figures.freeBytes()));
    json.put("keepFreeBytes", figures.keepFreeBytes());
    return json;
  }

  private static @Nullable Long known(long bytes) {
    return bytes == DiskFigures.UNKNOWN ? null : bytes;
  }

  private static Map<String, Object> lane(LaneFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inDiskMode", figures.inDiskMode());
    json.put("inMemory", figures.inMemory());
    json.put("capacity", figures.capacity());
    json.put("inLog", figures.inLog());
    json.put("logUtilization", Math.rint(figures.logUtilization() * 1e3) / 1e3);
    json.put("retrying", figures.retrying());
    json.put("pressure", pressure(figures.pressure()));
    json.put("waitMillis", waits(figures.waits()));
    json.put("account", account(figures.account()));
    return json;
  }

  static Map<String, Object> pressure(PressureFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("utilization", figures.utilization());
    json.put("on", figures.on());
    json.put("zone", figures.zone().token());
    json.put("delayMillis", millis(figures.delay().toNanos()));
    json.put("activations", figures.activations());
    json.put("delayed", figures.delayed());
    json.put("spilledEarly", figures.spilledEarly());
    json.put("wouldHaveDelayed", figures.wouldHaveDelayed());
    json.put("wouldHaveSpilled", figures.wouldHaveSpilled());
    return json;
  }

  private static Map<String, Object> waits(WaitFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", figures.count());
    json.put("p50", millis(figures.p50Nanos()));
    json.put("p95", millis(figures.p95Nanos()));
    json.put("p99", millis(figures.p99Nanos()));
    json.put("max", millis(figures.maxNanos()));
    return json;
  }

  /** To the microsecond; further digits would tell nothing. */
  static double millis(long nanos) {
    return Math.rint(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI;
  }

  private static Map<String, Object> account(Account account) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("offered", account.offered());
    json.put("recovered", account.recovered());
    json.put("replayed", account.replayed());
    json.put("delivered", account.delivered());
    json.put("refused", refused(account.refused()));
    json.put("displaced", account.displaced());
    json.put("expired", account.expired());
    json.put("deadLettered", account.deadLettered());
    json.put("discarded", account.discarded());
    json.put("quarantined", account.quarantined());
    json.put("held", account.held());
    json.put("redelivered", account.redelivered());
    json.put("spilled", account.spilled());
    json.put("exact", account.imbalance() == 0);
    return json;
  }

  static Map<String, Long> refused(Map<Reason, Long> refused) {
    Map<String, Long> json = new LinkedHashMap<>();
    for (Map.Entry<Reason, Long> entry : refused.entrySet()) {
      json.put(entry.getKey().token(), entry.getValue());
    }
    return json;
  }
}
