package dev.spillway.simulator.scenario;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the parts of a scenario are written, with what holds when a key is left out. */
final class Shapes {
  private static final Duration USUAL_DEADLINE = Duration.ofMillis(100);
  private static final Duration USUAL_SERVICE = Duration.ofMillis(2);
  private static final Duration USUAL_REFUSAL_COST = Duration.ofNanos(20_000);
  private static final Duration USUAL_FIRST_WAIT = Duration.ofMillis(10);
  private static final int USUAL_SERVERS = 2;
  private static final long USUAL_EVENT_BYTES = 1024;
  private static final Duration USUAL_FORCE = Duration.ofNanos(200_000);
  private static final Setup USUAL_SETUP = new Setup(1, List.of(), null, null, null, null);

  /** The whole, which is checked when it is asked for. */
  static final Shape<Supplier<Scenario>> SCENARIO = Shape.mapping(Shapes::scenario);

  private static final Shape<Span> SPAN = Shape.mapping(Shapes::span);
  private static final Shape<List<Stretch>> COURSE =
      Shape.list(
          Shape.mapping(
              fields ->
                  new Stretch(
                      fields.need("from", Shape.DURATION, Duration.ZERO),
                      fields.need("value", Shape.NUMBER, 1.0),
                      fields.find("to", Shape.NUMBER),
                      fields.find("over", Shape.DURATION))));

  private Shapes() {}

  private static Supplier<Scenario> scenario(Fields fields) {
    String name = fields.need("name", Shape.TEXT, "unnamed");
    String title = fields.need("title", Shape.TEXT, "untitled");
    Duration length = fields.need("length", Shape.DURATION, Problems.MOST);
    Duration deadline = fields.get("deadline", Shape.DURATION, USUAL_DEADLINE);
    PlantSpec plant = fields.get("plant", Shape.mapping(Shapes::plant), usualPlant());
    List<Source> sources =
        fields.need("sources", Shape.list(Shape.mapping(Shapes::source)), List.of());
    ClientSpec clients = fields.get("clients", Shape.mapping(Shapes::clients), usualClients());
    Setup setup = fields.get("setup", Shape.mapping(Shapes::setup), USUAL_SETUP);
    Span event = fields.find("event", SPAN);
    List<Bar> bars = fields.get("bars", Shape.list(Shape.mapping(Shapes::bar)), List.of());
    return () ->
        new Scenario(name, title, length, deadline, plant, sources, clients, setup, event, bars);
  }

  private static Span span(Fields fields) {
    return new Span(
        fields.need("from", Shape.DURATION, Duration.ZERO),
        fields.need("until", Shape.DURATION, Problems.MOST));
  }

  private static PlantSpec plant(Fields fields) {
    PlantSpec usual = usualPlant();
    return new PlantSpec(
        fields.get("kind", Shape.word(PlantSpec.Kind.values()), usual.kind()),
        fields.get("servers", Shape.COUNT, usual.servers()),
        fields.get("service", Shape.mapping(Shapes::service), usual.service()),
        fields.get("refusal-cost", Shape.DURATION, usual.refusalCost()),
        fields.get("capacity", COURSE, List.of()),
        fields.get("slowdown", COURSE, List.of()),
        fields.get("network", COURSE, List.of()),
        fields.find("pauses", Shape.mapping(Shapes::pauses)),
        fields.get("hangs", Shape.list(Shape.mapping(Shapes::hang)), List.of()));
  }

  private static PlantSpec usualPlant() {
    return new PlantSpec(
        PlantSpec.Kind.PROCESSOR,
        USUAL_SERVERS,
        new Service(Distribution.EXPONENTIAL, USUAL_SERVICE, 0),
        USUAL_REFUSAL_COST,
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  private static Service service(Fields fields) {
    return new Service(
        fields.get("distribution", Shape.word(Distribution.values()), Distribution.EXPONENTIAL),
        fields.get("mean", Shape.DURATION, USUAL_SERVICE),
        fields.get("shape", Shape.NUMBER, 0.0));
  }

  private static Pauses pauses(Fields fields) {
    return new Pauses(
        fields.need("every", Shape.DURATION, Problems.MOST),
        fields.need("lasting", Shape.DURATION, Problems.LEAST));
  }

  private static Hang hang(Fields fields) {
    return new Hang(
        fields.need("dependency", Shape.TEXT, ""),
        span(fields),
        fields.need("lasting", Shape.DURATION, Problems.LEAST));
  }

  private static Source source(Fields fields) {
    return new Source(
        fields.need("name", Shape.TEXT, ""),
        fields.need("load", COURSE, List.of()),
        fields.get("classes", Shape.mapping(Shapes::classes), Source.USUAL_CLASSES),
        fields.get("tenants", Shape.COUNT, 0),
        fields.find("dependency", Shape.TEXT),
        fields.find("bursts", Shape.mapping(Shapes::bursts)),
        fields.get("calls", Shape.COUNT, 1),
        fields.find("deadline", Shape.DURATION));
  }

  private static Map<Priority, Double> classes(Fields fields) {
    EnumMap<Priority, Double> classes = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      Double share = fields.find(priority.token(), Shape.NUMBER);
      if (share != null) {
        classes.put(priority, share);
      }
    }
    return classes.isEmpty() ? Source.USUAL_CLASSES : classes;
  }

  private static Bursts bursts(Fields fields) {
    return new Bursts(
        fields.need("every", Shape.DURATION, Problems.MOST),
        fields.need("lasting", Shape.DURATION, Problems.LEAST));
  }

  private static ClientSpec clients(Fields fields) {
    ClientSpec usual = usualClients();
    return new ClientSpec(
        fields.get("attempts", Shape.COUNT, usual.attempts()),
        fields.get("first-wait", Shape.DURATION, usual.firstWait()),
        fields.get("kind", Shape.word(ClientSpec.Kind.values()), usual.kind()),
        fields.get("count", Shape.COUNT, usual.count()));
  }

  private static ClientSpec usualClients() {
    return new ClientSpec(1, USUAL_FIRST_WAIT, ClientSpec.Kind.HOSTILE, 1);
  }

  private static Setup setup(Fields fields) {
    return new Setup(
        fields.get("limiters", Shape.COUNT, USUAL_SETUP.limiters()),
        fields.get("partitions", Shape.list(Shape.mapping(Shapes::partition)), List.of()),
        fields.find("adaptive", Shape.mapping(Shapes::adaptive)),
        fields.find("control-stop", SPAN),
        fields.find("clock-jump-at", Shape.DURATION),
        fields.find("disk", Shape.mapping(Shapes::disk)));
  }

  private static DiskSetup disk(Fields fields) {
    return new DiskSetup(
        fields.need("memory", Shape.BYTES, 1L << 20),
        fields.need("size", Shape.BYTES, 1L << 30),
        fields.get("event", Shape.BYTES, USUAL_EVENT_BYTES).intValue(),
        fields.get("force", Shape.DURATION, USUAL_FORCE),
        fields.get("slow-forces", Shape.list(Shape.mapping(Shapes::slowForces)), List.of()),
        fields.get("killed-at", Shape.list(Shape.DURATION), List.of()));
  }

  private static SlowForces slowForces(Fields fields) {
    return new SlowForces(span(fields), fields.need("lasting", Shape.DURATION, Problems.LEAST));
  }

  private static PartitionShare partition(Fields fields) {
    return new PartitionShare(
        fields.need("dependency", Shape.TEXT, ""), fields.need("share", Shape.NUMBER, 1.0));
  }

  private static Adaptive adaptive(Fields fields) {
    return new Adaptive(
        fields.get("start", Shape.COUNT, 20),
        fields.get("least", Shape.COUNT, 1),
        fields.get("most", Shape.COUNT, 200));
  }

  private static Bar bar(Fields fields) {
    return new Bar(
        fields.need("metric", Shape.word(Metric.values()), Metric.GOODPUT),
        bound(fields),
        new Bar.Scope(
            fields.find("during", SPAN),
            fields.find("source", Shape.TEXT),
            fields.find("priority", Shape.word(Priority.values())),
            fields.find("calls", Shape.COUNT)),
        new Bar.Terms(
            fields.get("of", Shape.word(Bar.Of.values()), Bar.Of.ORACLE),
            fields.find("by", Shape.word(Bar.By.values())),
            fields.find("share", Shape.NUMBER)));
  }

  private static Bar.Bound bound(Fields fields) {
    Double least = fields.find("at-least", Shape.NUMBER);
    Double most = fields.find("at-most", Shape.NUMBER);
    if (fields.has("at-least") == fields.has("at-most")) {
      fields.complain("must have exactly one of at-least and at-most");
    }
    return least == null
        ? new Bar.Bound(false, most == null ? 0 : most)
        : new Bar.Bound(true, least);
  }
}
