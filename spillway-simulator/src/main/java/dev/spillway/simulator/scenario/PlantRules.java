package dev.spillway.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What must hold of a plant and of every course. Stateless. */
final class PlantRules {
  private static final int MOST_SERVERS = 1_000;
  private static final double MOST_SIGMA = 3;
  private static final double MOST_SPREAD = 1e6;
  private static final double LEAST_SPEED = 0.001;
  private static final double MOST_FACTOR = 1_000;
  private static final double MOST_MILLIS = 60_000;

  private PlantRules() {}

  static void check(Problems problems, PlantSpec plant, List<Source> sources) {
    problems.count("plant.servers", plant.servers(), MOST_SERVERS);
    service(problems, plant.service());
    problems.duration(
        "plant.refusal-cost", plant.refusalCost(), Duration.ZERO, Duration.ofSeconds(1));
    capacity(problems, plant.capacity());
    course(problems, "plant.slowdown", plant.slowdown(), LEAST_SPEED, MOST_FACTOR);
    course(problems, "plant.network", plant.network(), 0, MOST_MILLIS);
    Pauses pauses = plant.pauses();
    if (pauses != null) {
      problems.duration("plant.pauses.every", pauses.every());
      shorter(problems, "plant.pauses", pauses.lasting(), pauses.every());
    }
    hangs(problems, plant.hangs(), sources);
  }

  private static void capacity(Problems problems, List<Stretch> capacity) {
    course(problems, "plant.capacity", capacity, 0, MOST_FACTOR);
    for (int index = 0; index < capacity.size(); index++) {
      Stretch stretch = capacity.get(index);
      Double to = stretch.to();
      double least = to == null ? stretch.value() : Math.min(stretch.value(), to);
      problems.require(
          least >= LEAST_SPEED || least < 0 || (to == null && least == 0), // below: told above
          "plant.capacity[" + index + "].value",
          "at least " + Units.text(LEAST_SPEED) + " all along, or 0 to stand still",
          Units.text(least));
    }
  }

  private static void service(Problems problems, Service service) {
    String shape = "plant.service.shape";
    problems.duration("plant.service.mean", service.mean());
    switch (service.distribution()) {
      case LOGNORMAL -> problems.number(shape, service.shape(), 0, MOST_SIGMA);
      case PARETO ->
          problems.require(
              service.shape() > 1 && service.shape() <= MOST_SPREAD,
              shape,
              "above 1, and at most " + Units.text(MOST_SPREAD) + ", for pareto",
              Units.text(service.shape()));
      default ->
          problems.require(
              service.shape() == 0,
              shape,
              "left out for exponential and constant",
              Units.text(service.shape()),
              "plant.service.distribution");
    }
  }

  private static void hangs(Problems problems, List<Hang> hangs, List<Source> sources) {
    List<String> dependencies =
        sources.stream()
            .flatMap(source -> Stream.ofNullable(source.dependency()))
            .distinct()
            .toList();
    for (int index = 0; index < hangs.size(); index++) {
      String path = "plant.hangs[" + index + "]";
      Hang hang = hangs.get(index);
      problems.require(
          dependencies.contains(hang.dependency()),
          path + ".dependency",
          dependencies.isEmpty()
              ? "a source's dependency, and no source has one"
              : "a source's dependency: " + String.join(", ", dependencies),
          hang.dependency(),
          "sources");
      problems.span(path, hang.span());
      problems.duration(path + ".lasting", hang.lasting());
    }
  }

  /** Checks a figure over time: its moments ascend, its values keep to the bounds. */
  static void course(
      Problems problems, String path, List<Stretch> stretches, double least, double most) {
    for (int index = 0; index < stretches.size(); index++) {
      Stretch stretch = stretches.get(index);
      String place = path + "[" + index + "]";
      problems.moment(place + ".from", stretch.from());
      problems.number(place + ".value", stretch.value(), least, most);
      if (stretch.to() != null) {
        problems.number(place + ".to", stretch.to(), least, most);
        problems.require(
            stretch.over() != null, place, "given over as well, because it has to", "(no over)");
      }
      if (stretch.over() != null) {
        problems.duration(place + ".over", stretch.over());
        problems.require(
            stretch.to() != null, place, "given to as well, because it has over", "(no to)");
      }
      if (index > 0) {
        Stretch before = stretches.get(index - 1);
        problems.require(
            stretch.from().compareTo(before.from()) > 0,
            place + ".from",
            "after the one before it, which is from " + Units.text(before.from()),
            stretch.from(),
            path + "[" + (index - 1) + "].from");
      }
    }
  }

  /** Checks that what lasts is over before it comes again. */
  static void shorter(Problems problems, String path, Duration lasting, Duration every) {
    problems.require(
        lasting.compareTo(Problems.LEAST) >= 0 && lasting.compareTo(every) < 0,
        path + ".lasting",
        "shorter than every, which is " + Units.text(every),
        lasting,
        path + ".every");
  }
}
