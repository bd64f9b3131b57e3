package dev.spillway.limit;

import dev.spillway.Priority;
import dev.spillway.WaitFigures;
import dev.spillway.internal.Histogram;
import dev.spillway.internal.WaitSnapshot;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How long those waited, by class, who got a slot after waiting. Guarded by the limiter's lock. */
final class WaitTimes {
  private final Histogram[] byClass = new Histogram[Priority.values().length];

  WaitTimes() {
    for (int index = 0; index < byClass.length; index++) {
      byClass[index] = new Histogram();
    }
  }

  /** One begins; it is counted if it had to wait. */
  void started(Waiter waiter, long nowNanos) {
    if (waiter.waited) {
      byClass[waiter.request.priority().ordinal()].record(nowNanos - waiter.arrivedNanos);
    }
  }

  Map<Priority, WaitFigures> figures() {
    Map<Priority, WaitFigures> figures = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      figures.put(priority, WaitSnapshot.of(byClass[priority.ordinal()]));
    }
    return Collections.unmodifiableMap(figures);
  }
}
