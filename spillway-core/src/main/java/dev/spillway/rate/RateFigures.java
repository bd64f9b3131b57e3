package dev.spillway.rate;

import dev.spillway.Priority;
import java.util.Map;

/**
 * A {@link PriorityRate} at one moment.
 *
 * @param eventsPerSecond what is allowed on average; infinite without a bound
 * @param burst what is allowed at once
 * @param available what could be taken now by the highest priority
 * @param reserved how many of the burst each priority keeps from those below it
 * @param measuredPerSecond what was granted lately, averaged over the window
 * @param granted events granted since the start, without those given back
 * @param refused events refused since the start
 */
public record RateFigures(
    double eventsPerSecond,
    long burst,
    long available,
    Map<Priority, Long> reserved,
    double measuredPerSecond,
    long granted,
    long refused) {
  /** Keeps a copy of {@code reserved}. */
  public RateFigures {
    reserved = Map.copyOf(reserved);
  }
}
