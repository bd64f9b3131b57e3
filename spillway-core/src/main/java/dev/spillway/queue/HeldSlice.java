package dev.spillway.queue;

import java.util.List;

/** Events that came back from the log or wait for another try. */
record HeldSlice(List<Held> held) implements BatchItems {
  @Override
  public int size() {
    return held.size();
  }

  @Override
  public Event event(int index) {
    return held.get(index).event();
  }

  @Override
  public long acceptedNanos(int index) {
    return held.get(index).acceptedNanos();
  }

  @Override
  public boolean durable(int index) {
    return held.get(index).durable();
  }

  @Override
  public int tries(int index) {
    return held.get(index).tries();
  }

  @Override
  public int deliveries(int index) {
    return held.get(index).deliveries();
  }
}
