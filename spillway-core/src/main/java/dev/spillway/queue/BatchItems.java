package dev.spillway.queue;

/** The events of one batch, wherever they stand. */
sealed interface BatchItems permits RingSlice, HeldSlice {
  int size();

  Event event(int index);

  long acceptedNanos(int index);

  boolean durable(int index);

  /** How often the event was refused by its sink. */
  int tries(int index);

  /** How often the event was handed to its sink before this batch. */
  int deliveries(int index);
}
