package dev.spillway.server.demo;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * What the demonstration has shown. Immutable.
 *
 * @param plan what was to happen
 * @param lanes what happened, by priority
 * @param problems why the accounts are not exact, in words; empty when they are
 */
public record DemoReport(DemoPlan plan, List<Lane> lanes, List<String> problems) {
  public DemoReport {
    lanes = List.copyOf(lanes);
    problems = List.copyOf(problems);
  }

  /** Whether every event is accounted for, by queue, producers and sink alike. */
  public boolean exact() {
    return problems.isEmpty();
  }

  /**
   * Writes this as JSON.
   *
   * @throws IOException if the file cannot be written; the message says why
   */
  public void write(Path file) throws IOException {
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(pretty(), file.toFile(), JsonEncoding.UTF8)) {
      write(json);
    } catch (JacksonException e) {
      throw new IOException("cannot write " + file + ": " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectWriteContext pretty() {
    return new ObjectWriteContext.Base() {
      @Override
      public DefaultPrettyPrinter getPrettyPrinter() {
        return new DefaultPrettyPrinter();
      }

      @Override
      public boolean hasPrettyPrinter() {
        return true;
      }
    };
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("seconds", plan.seconds());
    json.writeObjectPropertyStart("sink");
    json.writeNumberProperty("capacityPerSecond", DemoPlan.CAPACITY_PER_SECOND);
    json.writeArrayPropertyStart("stalls");
    for (DemoPlan.Stall stall : plan.stalls()) {
      json.writeStartObject();
      json.writeNumberProperty("atMillis", stall.atMillis());
      json.writeNumberProperty("millis", stall.millis());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeObjectPropertyStart("priorities");
    for (Lane lane : lanes) {
      lane.write(json);
    }
    json.writeEndObject();
    json.writeBooleanProperty("exact", exact());
    json.writeEndObject();
  }

  /**
   * What became of the events of one priority.
   *
   * @param priority the lane
   * @param account the queue's
   * @param waits until the first delivery
   * @param waitsOutsideStalls of events whose wait touched no stall
   */
  public record Lane(
      Priority priority,
      Account account,
      DemoWaits.Quantiles waits,
      DemoWaits.Quantiles waitsOutsideStalls) {
    private void write(JsonGenerator json) {
      json.writeObjectPropertyStart(priority.token());
      json.writeNumberProperty("offered", account.offered());
      json.writeNumberProperty("recovered", account.recovered());
      json.writeNumberProperty("replayed", account.replayed());
      json.writeNumberProperty("delivered", account.delivered());
      json.writeObjectPropertyStart("refused");
      for (Map.Entry<Reason, Long> refused : account.refused().entrySet()) {
        json.writeNumberProperty(refused.getKey().token(), refused.getValue());
      }
      json.writeEndObject();
      json.writeNumberProperty("displaced", account.displaced());
      json.writeNumberProperty("expired", account.expired());
      json.writeNumberProperty("deadLettered", account.deadLettered());
      json.writeNumberProperty("discarded", account.discarded());
      json.writeNumberProperty("quarantined", account.quarantined());
      json.writeNumberProperty("held", account.held());
      json.writeNumberProperty("spilled", account.spilled());
      json.writeNumberProperty("redelivered", account.redelivered());
      write(json, "waitMillis", waits);
      write(json, "waitMillisOutsideStalls", waitsOutsideStalls);
      json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, DemoWaits.Quantiles waits) {
      json.writeObjectPropertyStart(name);
      json.writeNumberProperty("p50", waits.p50());
      json.writeNumberProperty("p95", waits.p95());
      json.writeNumberProperty("p99", waits.p99());
      json.writeNumberProperty("max", waits.max());
      json.writeEndObject();
    }
  }
}
