package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.server.sink.EndpointFigures;
import dev.spillway.yaml.Passwords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One queue as the feed saw it at one moment. Immutable. */
record FeedQueue(QueueFigures figures, DeliveryFigures delivery, List<EndpointFigures> endpoints) {
  private static final double TENTHS = 10;

  static FeedQueue of(ServedQueue served) {
    return new FeedQueue(served.queue().figures(), served.delivery().get(), served.endpoints());
  }

  /**
   * The figures that change all the time.
   *
   * @param before the same queue {@code seconds} ago; null when rates are not known yet
   */
  Map<String, @Nullable Object> toJson(@Nullable FeedQueue before, double seconds) {
    Totals now = Totals.of(figures);
    Totals was = before == null ? now : Totals.of(before.figures);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", figures.name());
    Map<String, @Nullable Object> rates = new LinkedHashMap<>();
    rates.put("offered", rate(now.offered - was.offered, seconds));
    rates.put("delivered", rate(now.delivered - was.delivered, seconds));
    rates.put("refused", rate(now.refused - was.refused, seconds));
    json.put("perSecond", before == null ? null : rates);
    json.put("refused", now.refused);
    json.put("held", now.held);
    json.put("zone", figures.zone().token());
    json.put("lanes", depths());
    json.put("memoryBytes", figures.memoryBytes());
    json.put("diskBytes", figures.spill() == null ? 0 : figures.spill().diskBytes());
    json.put("deadLetters", figures.deadLetters());
    json.put("batchesInDelivery", delivery.inFlight());
    json.put("circuit", delivery.circuit().state().token());
    Map<String, String> circuits = new LinkedHashMap<>();
    for (EndpointFigures endpoint : endpoints) {
      CircuitFigures circuit = endpoint.circuit();
      if (circuit != null) {
        circuits.put(Passwords.hidden(endpoint.url().toString()), circuit.state().token());
      }
    }
    json.put("endpointCircuits", circuits);
    return json;
  }

  private Map<String, Map<String, Object>> depths() {
    Map<String, Map<String, Object>> lanes = new LinkedHashMap<>();
    for (Priority priority : Priority.values()) {
      LaneFigures lane = figures.lanes().get(priority);
      if (lane != null) {
        Map<String, Object> depth = new LinkedHashMap<>();
        depth.put("inMemory", lane.inMemory());
        depth.put("inLog", lane.inLog());
        depth.put("utilization", Math.rint(lane.pressure().utilization() * 1e3) / 1e3);
        lanes.put(priority.token(), depth);
      }
    }
    return lanes;
  }

  private static double rate(long events, double seconds) {
    return seconds <= 0 ? 0 : Math.rint(events / seconds * TENTHS) / TENTHS;
  }

  /** Sums over the lanes. */
  private record Totals(long offered, long delivered, long refused, long held) {
    static Totals of(QueueFigures figures) {
      long offered = 0;
      long delivered = 0;
      long refused = 0;
      long held = 0;
      for (LaneFigures lane : figures.lanes().values()) {
        Account account = lane.account();
        offered += account.offered();
        delivered += account.delivered();
        refused += account.refused().values().stream().mapToLong(Long::longValue).sum();
        held += account.held();
      }
      return new Totals(offered, delivered, refused, held);
    }
  }
}
