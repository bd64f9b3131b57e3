package dev.spillway.simulator.scenario;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of those who send. Stateless. */
final class SourceRules {
  private static final int MOST_TENANTS = 1_000_000;
  private static final int MOST_CALLS = 100;
  private static final int MOST_ATTEMPTS = 20;
  private static final int MOST_CLIENTS = 1_000_000;
  private static final int MOST_SLOTS = 100_000;
  private static final int MOST_LIMITERS = 100;
  private static final double MOST_LOAD = 1_000;
  private static final double MOST_TASKS = 2e7;
  private static final double ROUNDING = 1e-6;
  private static final double LEAST_SHARE = 0.001;
  private static final long LEAST_MEMORY = 1 << 20;
  private static final long MOST_MEMORY = 1 << 30;
  private static final long LEAST_DISK = 16 << 20;
  private static final long MOST_DISK = 1L << 30;
  private static final int MOST_EVENT = 16 << 10;

  private SourceRules() {}

  static void check(Problems problems, List<Source> sources, PlantSpec plant) {
    problems.require(!sources.isEmpty(), "sources", "a list of at least one source", "(nothing)");
    Set<String> names = new HashSet<>();
    double tasks = 0;
    for (int index = 0; index < sources.size(); index++) {
      String path = "sources[" + index + "]";
      Source source = sources.get(index);
      problems.require(
          names.add(source.name()),
          path + ".name",
          "another name than those before it",
          source.name());
      source(problems, path, source);
      tasks += mostTasks(source, plant, problems.length());
    }
    problems.require(
        tasks <= MOST_TASKS || Double.isInfinite(tasks), // of work that takes no time, told above
        "length",
        "short enough for " + Units.text(MOST_TASKS) + " tasks at the greatest load",
        problems.length(),
        "sources",
        "plant");
  }

  static double mostTasks(Source source, PlantSpec plant, Duration length) {
    double load = source.load().stream().mapToDouble(SourceRules::greatest).max().orElse(0);
    double meanCalls = (source.calls() + 1) / 2.0;
    return load * plant.capacityPerNano() * length.toNanos() / meanCalls;
  }

  private static double greatest(Stretch stretch) {
    Double to = stretch.to();
    return to == null ? stretch.value() : Math.max(stretch.value(), to);
  }

  private static void source(Problems problems, String path, Source source) {
    problems.require(!source.load().isEmpty(), path + ".load", "a list of stretches", "(nothing)");
    PlantRules.course(problems, path + ".load", source.load(), 0, MOST_LOAD);
    classes(problems, path, source.classes());
    problems.require(
        source.tenants() >= 0 && source.tenants() <= MOST_TENANTS,
        path + ".tenants",
        "a whole number from 0 to " + MOST_TENANTS,
        source.tenants());
    problems.count(path + ".calls", source.calls(), MOST_CALLS);
    if (source.deadline() != null) {
      problems.duration(path + ".deadline", source.deadline());
    }
    Bursts bursts = source.bursts();
    if (bursts != null) {
      problems.duration(path + ".bursts.every", bursts.every());
      PlantRules.shorter(problems, path + ".bursts", bursts.lasting(), bursts.every());
    }
  }

  private static void classes(Problems problems, String path, Map<Priority, Double> classes) {
    double sum = 0;
    for (Map.Entry<Priority, Double> share : classes.entrySet()) {
      problems.number(path + ".classes." + share.getKey().token(), share.getValue(), 0, 1);
      sum += share.getValue();
    }
    problems.require(
        Math.abs(sum - 1) <= ROUNDING, path + ".classes", "shares whose sum is 1", Units.text(sum));
  }

  static void check(Problems problems, Setup setup, List<Source> sources) {
    for (int index = 0; index < setup.partitions().size(); index++) {
      String path = "setup.partitions[" + index + "]";
      PartitionShare partition = setup.partitions().get(index);
      problems.number(path + ".share", partition.share(), LEAST_SHARE, 1);
      problems.require(
          sources.stream().anyMatch(s -> partition.dependency().equals(s.dependency())),
          path + ".dependency",
          "a dependency of one of the sources",
          partition.dependency(),
          "sources");
    }
  }

  private static void disk(Problems problems, DiskSetup disk) {
    String path = "setup.disk";
    problems.bytes(path + ".memory", disk.memoryBytes(), LEAST_MEMORY, MOST_MEMORY);
    problems.bytes(path + ".size", disk.diskBytes(), LEAST_DISK, MOST_DISK);
    problems.bytes(path + ".event", disk.eventBytes(), 1, MOST_EVENT);
    problems.duration(path + ".force", disk.force());
    for (int index = 0; index < disk.slowForces().size(); index++) {
      String place = path + ".slow-forces[" + index + "]";
      problems.span(place, disk.slowForces().get(index).span());
      problems.duration(place + ".lasting", disk.slowForces().get(index).lasting());
    }
    for (int index = 0; index < disk.killedAt().size(); index++) {
      problems.moment(path + ".killed-at[" + index + "]", disk.killedAt().get(index));
    }
    problems.require(
        disk.memoryBytes() <= disk.diskBytes() / 4,
        path + ".memory",
        "at most a quarter of size, which has to take it when the process stops",
        Units.text(disk.memoryBytes()),
        path + ".size");
  }

  static void check(Problems problems, ClientSpec clients, Setup setup) {
    problems.count("clients.attempts", clients.attempts(), MOST_ATTEMPTS);
    problems.duration("clients.first-wait", clients.firstWait());
    problems.count("clients.count", clients.count(), MOST_CLIENTS);
    problems.count("setup.limiters", setup.limiters(), MOST_LIMITERS);
    Adaptive adaptive = setup.adaptive();
    if (adaptive != null) {
      problems.count("setup.adaptive.most", adaptive.most(), MOST_SLOTS);
      problems.count("setup.adaptive.start", adaptive.start(), adaptive.most());
      problems.count("setup.adaptive.least", adaptive.least(), adaptive.start());
    }
    if (setup.controlStop() != null) {
      problems.span("setup.control-stop", setup.controlStop());
    }
    if (setup.clockJumpAt() != null) {
      problems.moment("setup.clock-jump-at", setup.clockJumpAt());
    }
    DiskSetup disk = setup.disk();
    if (disk != null) {
      disk(problems, disk);
    }
  }
}
