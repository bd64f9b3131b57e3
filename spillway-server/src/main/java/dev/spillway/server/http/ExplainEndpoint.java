package dev.spillway.server.http;

import dev.spillway.Decision;
import dev.spillway.Delayed;
import dev.spillway.Explanation;
import dev.spillway.Explanation.Finding;
import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.server.security.Denial;
import dev.spillway.server.security.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/queues/{queue}/explain?priority=&tenant=}: why an event like this would be
 * admitted, delayed or refused now.
 */
final class ExplainEndpoint implements Endpoint {
  private static final String PRIORITY = "priority";
  private static final String TENANT = "tenant";

  private final Queues queues;
  private final Gate gate;

  ExplainEndpoint(Queues queues, Gate gate) {
    this.queues = queues;
    this.gate = gate;
  }

  @Override
  public void serve(Exchange exchange, String queue) throws ProblemException {
    ServedQueue served = queues.named(queue);
    Fields query = exchange.query(List.of(PRIORITY, TENANT));
    Priority asked = priority(served, query.getValue(PRIORITY));
    Priority highest = exchange.caller().grant().highest();
    Priority priority = highest.isAtLeast(asked) ? asked : highest;
    String tenant = tenant(exchange, query.getValue(TENANT));
    Explanation explanation = served.queue().explain(priority, tenant);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("queue", served.name());
    json.put("priority", priority.token());
    json.put("tenant", tenant);
    decision(explanation.decision(), json);
    List<Object> guards = new ArrayList<>();
    explanation.findings().forEach(finding -> guards.add(finding(finding)));
    json.put("guards", guards);
    exchange.json(200, json);
  }

  /** The tenant that is asked for; of a key that is bound to one, that one. */
  private @Nullable String tenant(Exchange exchange, @Nullable String asked)
      throws ProblemException {
    Grant grant = exchange.caller().grant();
    String tenant = asked == null ? grant.onlyTenant() : asked;
    String own = String.join(", ", grant.sortedTenants());
    if (tenant == null && grant.isBound()) {
      throw Exchange.badQuery("tenant must be one of the key's, " + own + ": tenant=");
    }
    if (tenant != null && !grant.covers(tenant)) {
      throw gate.denied(
          exchange,
          Denial.FOREIGN_TENANT,
          Gate.foreignTenant("tenant must be one of the key's, " + own + ": tenant=" + tenant));
    }
    return tenant;
  }

  private static Priority priority(ServedQueue queue, @Nullable String name)
      throws ProblemException {
    if (name == null) {
      return queue.config().classification().defaultPriority();
    }
    Priority priority =
        queue.config().classification().priorityNames().get(name.strip().toLowerCase(Locale.ROOT));
    if (priority == null) {
      throw Exchange.badQuery(
          "priority must be one of "
              + String.join(
                  ", ", new TreeSet<>(queue.config().classification().priorityNames().keySet()))
              + ": priority="
              + name);
    }
    return priority;
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("guard", finding.guard());
    json.put("mode", finding.mode().token());
    decision(finding.decision(), json);
    json.put("figure", finding.figure());
    json.put("value", finding.value());
    json.put("bound", finding.bound());
    json.put("advice", finding.advice());
    return json;
  }

  private static void decision(Decision decision, Map<String, @Nullable Object> json) {
    if (decision instanceof Delayed delayed) {
      json.put("decision", "delayed");
      json.put("reason", delayed.reason().token());
      json.put("delayMillis", FiguresJson.millis(delayed.delay().toNanos()));
    } else if (decision instanceof Refused refused) {
      json.put("decision", "refused");
      json.put("reason", refused.reason().token());
      json.put("retryAfterMillis", refused.retryAfter().toMillis());
    } else {
      json.put("decision", "admitted");
    }
  }
}
