package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.PressureFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.queue.QueuePolicy;
import dev.spillway.rate.RateFigures;
import dev.spillway.server.config.DeliveryConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls under {@code /buffer}, for clients of the log buffer that the gateway can replace. They
 * speak of the queue called {@code default}, in its own words.
 */
final class BufferCalls {
  private static final String QUEUE = "default";

  private BufferCalls() {}

  static List<Route> routes(Queues queues, ChangeEndpoint changes) {
    return List.of(
        get("/buffer/stats", queues, BufferCalls::stats),
        get("/buffer/backpressure", queues, BufferCalls::backpressure),
        get("/buffer/flow-control", queues, BufferCalls::flowControl),
        Route.post(
            "/buffer/flow-control/rate",
            Access.ADMIN_ALL_OLD,
            changes.toNumber(QUEUE, "rate", "rate.events-per-second")),
        Route.post(
            "/buffer/batch-size",
            Access.ADMIN_ALL_OLD,
            changes.toNumber(QUEUE, "batchSize", "delivery.batch-events")),
        Route.post(
            "/buffer/circuit-breaker/reset",
            Access.ADMIN_ALL_OLD,
            (exchange, queue) -> {
              ServedQueue served = queues.named(QUEUE);
              served.circuit().reset();
              exchange.json(200, DeliveryJson.circuit(served.circuit().figures()));
            }));
  }

  private static Route get(
      String path, Queues queues, Function<ServedQueue, Map<String, @Nullable Object>> answer) {
    return Route.get(
        path,
        Access.READ_ALL,
        (exchange, queue) -> exchange.json(200, answer.apply(queues.named(QUEUE))));
  }

  private static Map<String, @Nullable Object> stats(ServedQueue served) {
    QueueFigures figures = served.queue().figures();
    Map<String, Long> lanes = new LinkedHashMap<>();
    long inMemory = 0;
    long inLog = 0;
    for (Priority priority : Priority.values()) {
      LaneFigures lane = figures.lanes().get(priority);
      if (lane != null) {
        lanes.put(priority.token(), lane.account().held());
        inMemory += lane.inMemory();
        inLog += lane.inLog();
      }
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("queue", QUEUE);
    json.put("held", lanes.values().stream().mapToLong(Long::longValue).sum());
    json.put("heldByPriority", lanes);
    json.put("inMemory", inMemory);
    json.put("inLog", inLog);
    json.put("memoryBytes", figures.memoryBytes());
    json.put("memoryBoundBytes", figures.memoryBoundBytes());
    json.put("diskBytes", figures.spill() == null ? null : figures.spill().diskBytes());
    json.put("diskBoundBytes", figures.spill() == null ? null : figures.spill().diskBoundBytes());
    json.put("deadLetters", figures.deadLetters());
    json.put("deliveriesPerSecond", served.delivery().get().deliveriesPerSecond());
    json.putAll(totals(figures));
    return json;
  }

  private static Map<String, Long> totals(QueueFigures figures) {
    Map<String, Long> totals = new LinkedHashMap<>();
    for (LaneFigures lane : figures.lanes().values()) {
      Account account = lane.account();
      totals.merge("offered", account.offered(), Long::sum);
      totals.merge("delivered", account.delivered(), Long::sum);
      long refused = account.refused().values().stream().mapToLong(Long::longValue).sum();
      totals.merge("refused", refused, Long::sum);
      totals.merge("displaced", account.displaced(), Long::sum);
      totals.merge("expired", account.expired(), Long::sum);
      totals.merge("deadLettered", account.deadLettered(), Long::sum);
    }
    return totals;
  }

  private static Map<String, @Nullable Object> backpressure(ServedQueue served) {
    QueueFigures figures = served.queue().figures();
    QueuePolicy policy = figures.policy();
    boolean active =
        figures.lanes().values().stream().map(LaneFigures::pressure).anyMatch(PressureFigures::on);
    Map<String, Object> lanes = new LinkedHashMap<>();
    for (Priority priority : Priority.values()) {
      LaneFigures lane = figures.lanes().get(priority);
      if (lane != null) {
        lanes.put(priority.token(), FiguresJson.pressure(lane.pressure()));
      }
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("queue", QUEUE);
    json.put("active", active);
    json.put("strategy", policy.strategy().token());
    json.put("mode", policy.backpressureMode().token());
    json.put("highMark", policy.waterMarks().high());
    json.put("lowMark", policy.waterMarks().low());
    json.put("lanes", lanes);
    return json;
  }

  private static Map<String, @Nullable Object> flowControl(ServedQueue served) {
    DeliveryConfig now = served.control().delivery();
    DeliveryConfig delivery = now == null ? served.config().delivery() : now;
    QueueFigures figures = served.queue().figures();
    RateFigures flow = figures.rate();
    Map<String, Object> rate = new LinkedHashMap<>();
    rate.put("mode", figures.policy().rateMode().token());
    rate.put("eventsPerSecond", figures.policy().rate().eventsPerSecond());
    rate.put("burst", figures.policy().rate().burst());
    rate.put("windowMillis", figures.policy().rate().window().toMillis());
    rate.put("measuredPerSecond", flow.measuredPerSecond());
    rate.put("refused", flow.refused());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("queue", QUEUE);
    json.put("batchEvents", delivery.batchEvents());
    json.put("batchBytes", delivery.batchBytes());
    json.put("batchesAtOnce", delivery.slots());
    json.put("rate", rate);
    json.put("circuit", DeliveryJson.circuit(served.circuit().figures()));
    return json;
  }
}
