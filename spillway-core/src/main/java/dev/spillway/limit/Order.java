package dev.spillway.limit;

/** Who of the waiting goes first. */
public enum Order {
  /** The highest class; within it the tenant that had least; of its requests the oldest. */
  PRIORITY,
  /**
   * The same, but classes that wait share the starts 16 : 8 : 4 : 2 : 1, so that none starves: of
   * 31 the bulk class has one, whatever waits above it.
   */
  WEIGHTED,
  /** The oldest, whatever its class. */
  FIFO,
  /** The newest, whatever its class. */
  LIFO;

  /** Whether it looks at classes. */
  boolean hasClasses() {
    return this == PRIORITY || this == WEIGHTED;
  }
}
