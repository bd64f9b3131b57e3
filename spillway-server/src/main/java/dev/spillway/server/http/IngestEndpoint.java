package dev.spillway.server.http;

import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.ingest.RecordReader;
import dev.spillway.server.security.Denial;
import dev.spillway.time.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** {@code POST /api/v1/queues/{queue}/events}: takes all records of a body, or says why not. */
final class IngestEndpoint implements Endpoint {
  private final Queues queues;
  private final BodyLimits limits;
  private final Map<String, RecordReader> readers = new HashMap<>();
  private final Map<String, LongAdder> lowered = new HashMap<>();
  private final Gate gate;
  private final Door door;
  private final BodyBudget budget;
  private final Executor executor;
  private final IdSource ids;

  IngestEndpoint(HttpConfig config, Queues queues, BodyBudget budget, Seams seams) {
    this.queues = queues;
    this.gate = seams.gate();
    this.door = seams.door();
    this.limits = config.bodies();
    this.budget = budget;
    this.executor = seams.executor();
    this.ids = seams.ids();
    for (ServedQueue queue : queues.all()) {
      lowered.put(queue.name(), new LongAdder());
      readers.put(
          queue.name(), new RecordReader(queue.config(), limits, seams.ids(), seams.time()));
    }
  }

  @Override
  public void serve(Exchange exchange, String queue) throws ProblemException {
    ServedQueue served = queues.named(queue);
    IngestRequest asked = IngestRequest.of(exchange, limits.maxBytes());
    BodyBudget.Lease lease = budget.lease();
    IngestCall call = new IngestCall(this, exchange, served, asked, lease);
    new BodyReading(exchange.request(), lease, limits.maxBytes(), call).run();
  }

  RecordReader reader(ServedQueue queue) {
    return Objects.requireNonNull(readers.get(queue.name()));
  }

  BodyLimits limits() {
    return limits;
  }

  /** Counts events that were given a lower priority than they wanted. */
  void lowered(ServedQueue queue, int events) {
    Objects.requireNonNull(lowered.get(queue.name())).add(events);
  }

  /** How many there were. */
  long lowered(ServedQueue queue) {
    return Objects.requireNonNull(lowered.get(queue.name())).sum();
  }

  /** Counts a request with an event of somebody else's tenant. */
  Problem foreignTenant(Exchange exchange, Problem problem) {
    return gate.denied(exchange, Denial.FOREIGN_TENANT, problem).problem();
  }

  Door door() {
    return door;
  }

  BodyBudget budget() {
    return budget;
  }

  Executor executor() {
    return executor;
  }

  IdSource ids() {
    return ids;
  }

  /**
   * What the endpoint gets from outside.
   *
   * @param gate counts requests that are refused for their tenants
   * @param door lets requests be worked on
   * @param executor makes the answers that no request's own thread makes
   */
  record Seams(IdSource ids, TimeSource time, Executor executor, Gate gate, Door door) {}
}
