package dev.spillway.simulator.scenario;

import dev.spillway.yaml.Mistakes;
import dev.spillway.yaml.Node;
import dev.spillway.yaml.Origin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known while a file is read: where each key stands, and what is wrong so far. */
final class Reading {
  private final Mistakes mistakes;
  private final Map<String, Origin> places = new HashMap<>();
  private final Set<String> mistaken = new HashSet<>();

  Reading(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Remembers where a key stands. */
  void place(String path, Origin origin) {
    places.put(path, origin);
  }

  /** Adds the mistake that a value is not what is allowed. */
  void mustBe(String path, String allowed, Node found) {
    mistaken.add(path);
    mistakes.mustBe(found.origin(), path, allowed, found);
  }

  /** Adds a mistake that has its own words. */
  void add(String path, Origin origin, String message) {
    mistaken.add(path);
    mistakes.add(origin, message);
  }

  /** Adds broken rules, but for those that only follow from mistakes told before. */
  void addAll(List<Problems.Problem> problems) {
    for (Problems.Problem problem : problems) {
      if (!isDoubtful(problem)) {
        mistakes.mustBe(origin(problem.path()), problem.path(), problem.allowed(), problem.found());
      }
    }
  }

  private boolean isDoubtful(Problems.Problem problem) {
    for (String path : mistaken) {
      if (isWithin(problem.path(), path) || isWithin(path, problem.path())) {
        return true;
      }
      for (String needed : problem.needs()) {
        if (isWithin(path, needed) || isWithin(needed, path)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWithin(String path, String section) {
    return section.isEmpty()
        || (path.startsWith(section)
            && (path.length() == section.length()
                || ".[".indexOf(path.charAt(section.length())) >= 0));
  }

  /** Where a key stands, or the nearest section around one that was left out. */
  private Origin origin(String path) {
    String at = path;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return places.getOrDefault(at, Origin.DEFAULT);
  }
}
