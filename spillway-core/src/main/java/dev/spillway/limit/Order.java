package dev.spillway.limit;

/** Who of the waiting goes first. */
public enum Order {
  /** The highest class; within it the tenant that had least; of its requests the oldest. */
  PRIORITY,
  /** The oldest, whatever its class. */
  FIFO,
  /** The newest, whatever its class. */
  LIFO
}
