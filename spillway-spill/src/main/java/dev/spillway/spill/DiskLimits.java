package dev.spillway.spill;

/**
 * When a disk counts as full or slow, and what follows.
 *
 * @param keepFreeBytes what is left free on the file system; {@link #BY_SIZE} derives it
 * @param slowForceNanos how long a force takes on a slow disk, at least
 * @param policy what becomes of offers while it takes none
 * @param waitNanos how long they wait at most under {@link FullDiskPolicy#WAIT}
 */
record DiskLimits(long keepFreeBytes, long slowForceNanos, FullDiskPolicy policy, long waitNanos) {
  /** Of {@link #keepFreeBytes}: the smaller of 1 GiB and a twentieth of the file system. */
  static final long BY_SIZE = -1;

  private static final long MOST_KEPT_FREE_BYTES = 1L << 30;
  private static final int KEPT_FREE_PART = 20;

  /** What is left free on a file system like {@code space}. */
  long keepFreeBytes(DiskSpace space) {
    if (keepFreeBytes != BY_SIZE) {
      return keepFreeBytes;
    }
    return Math.min(MOST_KEPT_FREE_BYTES, Math.max(0, space.totalBytes()) / KEPT_FREE_PART);
  }
}
