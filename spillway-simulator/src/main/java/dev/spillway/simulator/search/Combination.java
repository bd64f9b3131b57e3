package dev.spillway.simulator.search;

import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A plant with its load, a trigger and clients who try again. Immutable.
 *
 * <p>It is run as the scenario that its file says, so that the file alone repeats it.
 */
public final class Combination {
  /** How long a plant may stay degraded after its trigger has gone. */
  static final int BAR_MILLIS = 1_000;

  /** Looked at after the trigger: long enough to tell slow from never. */
  private static final int AFTERWARDS_MILLIS = 10_000;

  private static final int LEAST_SERVERS = 2;
  private static final int MOST_SERVERS = 20;
  private static final double LEAST_PER_SECOND = 350;
  private static final double MOST_PER_SECOND = 1_000;
  private static final double LEAST_LOAD = 0.3;
  private static final double MOST_LOAD = 0.95;

  /** A deadline, in service times; shorter ones could not be met by work that spreads. */
  private static final double LEAST_SERVICES = 8;

  private static final double MOST_SERVICES = 50;
  private static final double MOST_DEADLINE_MILLIS = 500;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final int MOST_ATTEMPTS = 5;
  private static final double LEAST_WAIT_MILLIS = 1;
  private static final double MOST_WAIT_MILLIS = 30;
  private static final int MOST_SEED = 1_000_000;
  private static final String[] DISTRIBUTIONS = {
    "distribution: exponential", "distribution: lognormal, shape: 0.5"
  };
  private static final String[] CLIENTS = {"hostile", "hostile", "budgeted", "ours"};

  private final int number;
  private final int seed;
  private final int servers;
  private final String distribution;
  private final double serviceMillis;
  private final double load;
  private final int deadlineMillis;
  private final Trigger trigger;
  private final String clients;
  private final int attempts;
  private final double firstWaitMillis;

  /** Draws the one of a number. */
  Combination(int number, SplittableRandom random) {
    this.number = number;
    servers = random.nextInt(LEAST_SERVERS, MOST_SERVERS + 1);
    distribution = DISTRIBUTIONS[random.nextInt(DISTRIBUTIONS.length)];
    double perSecond = Rounded.between(random, LEAST_PER_SECOND, MOST_PER_SECOND);
    serviceMillis = Rounded.toDigits(servers * MILLIS_PER_SECOND / perSecond);
    load = Rounded.toDigits(random.nextDouble(LEAST_LOAD, MOST_LOAD));
    double mostServices = Math.min(MOST_SERVICES, MOST_DEADLINE_MILLIS / serviceMillis);
    deadlineMillis =
        (int) Math.ceil(random.nextDouble(LEAST_SERVICES, mostServices) * serviceMillis);
    trigger = Trigger.draw(random, serviceMillis);
    clients = CLIENTS[random.nextInt(CLIENTS.length)];
    attempts = clients.equals("ours") ? 1 : random.nextInt(2, MOST_ATTEMPTS + 1);
    firstWaitMillis = Rounded.between(random, LEAST_WAIT_MILLIS, MOST_WAIT_MILLIS);
    seed = random.nextInt(1, MOST_SEED);
  }

  /** Its place in the search, from 1 on. */
  public int number() {
    return number;
  }

  /** The seed with which its scenario is run. */
  public int seed() {
    return seed;
  }

  /** Everything that was drawn, by name. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("seed", Integer.toString(seed));
    values.put("servers", Integer.toString(servers));
    values.put("service", distribution + ", mean: " + Rounded.text(serviceMillis) + "ms");
    values.put("load", Rounded.text(load));
    values.put("deadline", deadlineMillis + "ms");
    values.put("trigger", trigger.kind().token());
    values.put("size", Rounded.text(trigger.size()));
    values.put("from", trigger.fromMillis() + "ms");
    values.put("for", trigger.forMillis() + "ms");
    values.put("clients", clients);
    values.put("attempts", Integer.toString(attempts));
    values.put("first-wait", Rounded.text(firstWaitMillis) + "ms");
    return values;
  }

  /** The scenario's file. */
  public String yaml() {
    return """
    # spillway simulate FILE --seed %d --require-bars
    name: search-%d
    title: %s of size %s for %d ms at %s times the capacity, with %s clients
    """
            .formatted(
                seed,
                number,
                trigger.kind().token(),
                Rounded.text(trigger.size()),
                trigger.forMillis(),
                Rounded.text(load),
                clients)
        + what()
        + bar();
  }

  private String what() {
    return """
    length: %dms
    deadline: %dms
    plant:
      kind: slots
      servers: %d
      service: {%s, mean: %sms}
    %sclients: {kind: %s, attempts: %d, first-wait: %sms, count: 16}
    sources:
    %s"""
        .formatted(
            trigger.goneMillis() + AFTERWARDS_MILLIS,
            deadlineMillis,
            servers,
            distribution,
            Rounded.text(serviceMillis),
            plantFault(),
            clients,
            attempts,
            Rounded.text(firstWaitMillis),
            sources());
  }

  private String bar() {
    return """
    event: {from: %dms, until: %dms}
    bars:
      - {metric: degraded, at-most: %d, during: {from: %dms, until: %dms}}
    """
        .formatted(
            trigger.fromMillis(),
            trigger.untilMillis(),
            BAR_MILLIS,
            trigger.fromMillis(),
            trigger.goneMillis());
  }

  private String plantFault() {
    String course = "[{from: 0s, value: 1}, {from: %dms, value: %s}, {from: %dms, value: 1}]\n";
    return switch (trigger.kind()) {
      case CAPACITY -> "  capacity: " + overTime(course);
      case SLOWDOWN -> "  slowdown: " + overTime(course);
      case HANG ->
          "  hangs: [{dependency: downstream, from: %dms, until: %dms, lasting: %dms}]\n"
              .formatted(trigger.fromMillis(), trigger.untilMillis(), trigger.callMillis());
      case BURST -> "";
    };
  }

  private String overTime(String course) {
    return course.formatted(
        trigger.fromMillis(), Rounded.text(trigger.size()), trigger.untilMillis());
  }

  private String sources() {
    return switch (trigger.kind()) {
      case CAPACITY, SLOWDOWN -> steady("all", load, "");
      case BURST ->
          steady("all", load, "")
              + "  - {name: burst, load: "
              + overTime("[{from: 0s, value: 0}, {from: %dms, value: %s}, {from: %dms, value: 0}]")
              + "}\n";
      case HANG ->
          steady("sound", load * (1 - trigger.size()), "")
              + steady("hanging", load * trigger.size(), "dependency: downstream, ");
    };
  }

  private static String steady(String name, double load, String more) {
    return "  - {name: %s, %sload: [{from: 0s, value: %s}]}\n"
        .formatted(name, more, Rounded.text(Rounded.toDigits(load)));
  }

  /** What the file says. */
  Scenario scenario() {
    try {
      return ScenarioReader.read("search-" + number, yaml());
    } catch (ScenarioException e) {
      throw new IllegalStateException("a combination must be a scenario: " + yaml(), e);
    }
  }
}
