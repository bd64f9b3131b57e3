package dev.spillway.benchmarks.pictures;

/** What a recording has a line of for each priority. */
enum Metric {
  /** Events offered a second. */
  OFFERED,
  /** How full the lane is, from 0 to 1. */
  FILL,
  /** Events in the log. */
  IN_LOG,
  /** Events delivered a second. */
  DELIVERED,
  /** Offers refused a second. */
  REFUSED,
  /** Events displaced a second. */
  DISPLACED,
  /** The longest delay told, in milliseconds. */
  DELAY,
  /** Events that producers have made and the queue has not taken. */
  HELD_BACK
}
