package dev.spillway.server.http;

import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.ingest.RecordReader;
import dev.spillway.time.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/** {@code POST /api/v1/queues/{queue}/events}: takes all records of a body, or says why not. */
final class IngestEndpoint implements Endpoint {
  private final Queues queues;
  private final BodyLimits limits;
  private final Map<String, RecordReader> readers = new HashMap<>();
  private final BodyReading.Terms terms;
  private final BodyBudget budget;
  private final Executor executor;
  private final IdSource ids;

  IngestEndpoint(HttpConfig config, Queues queues, BodyBudget budget, Seams seams) {
    this.queues = queues;
    this.limits = config.bodies();
    this.terms = new BodyReading.Terms(limits.maxBytes(), seams.time());
    this.budget = budget;
    this.executor = seams.executor();
    this.ids = seams.ids();
    for (ServedQueue queue : queues.all()) {
      readers.put(
          queue.name(), new RecordReader(queue.config(), limits, seams.ids(), seams.time()));
    }
  }

  @Override
  public void serve(Exchange exchange, String queue) throws ProblemException {
    ServedQueue served = queues.named(queue);
    IngestRequest asked = IngestRequest.of(exchange, terms.maxBytes());
    BodyBudget.Lease lease = budget.lease();
    IngestCall call = new IngestCall(this, exchange, served, asked, lease);
    new BodyReading(exchange.request(), lease, terms, call).run();
  }

  RecordReader reader(ServedQueue queue) {
    return Objects.requireNonNull(readers.get(queue.name()));
  }

  BodyLimits limits() {
    return limits;
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
   * @param executor writes the answers that come from the threads of a log
   */
  record Seams(IdSource ids, TimeSource time, Executor executor) {}
}
