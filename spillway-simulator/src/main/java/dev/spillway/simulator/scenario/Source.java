package dev.spillway.simulator.scenario;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some who send tasks at random moments.
 *
 * @param load calls over time, in capacities of the healthy plant
 * @param classes which share of its tasks is of which priority; in the order of the priorities
 * @param tenants among how many its tasks are spread; 0 when they have none
 * @param dependency what its calls need
 * @param calls the most calls of a task; each number from 1 is as likely
 */
public record Source(
    String name,
    List<Stretch> load,
    Map<Priority, Double> classes,
    int tenants,
    @Nullable String dependency,
    @Nullable Bursts bursts,
    int calls,
    @Nullable Duration deadline) {
  static final Map<Priority, Double> USUAL_CLASSES =
      Map.of(Priority.CRITICAL, 0.2, Priority.NORMAL, 0.5, Priority.LOW, 0.3);

  /** Copies the load and the classes. */
  public Source {
    load = List.copyOf(load);
    EnumMap<Priority, Double> ordered = new EnumMap<>(Priority.class);
    ordered.putAll(classes);
    classes = Collections.unmodifiableMap(ordered);
  }
}
