package dev.spillway.internal;

/** How what threads share is parted, so that they rarely meet. Thread-safe. */
public final class Stripes {
  /** Longs in one array whose indexes are this far apart are in different cache lines. */
  public static final int STRIDE = 16;

  private Stripes() {}

  /** The stripe that the calling thread always uses, of {@code stripes}, a power of two. */
  public static int ofThread(int stripes) {
    // threads of a pool have numbers in a row, so neighbours do not meet
    return (int) Thread.currentThread().getId() & (stripes - 1);
  }
}
