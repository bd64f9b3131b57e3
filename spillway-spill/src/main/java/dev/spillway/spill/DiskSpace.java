package dev.spillway.spill;

/**
 * What a file system says of itself.
 *
 * @param freeBytes what this user may still write
 * @param totalBytes its size
 * @param readOnly whether it takes no writes
 */
public record DiskSpace(long freeBytes, long totalBytes, boolean readOnly) {
  /** Of a file system that does not tell. */
  public static final DiskSpace UNKNOWN = new DiskSpace(-1, -1, false);

  boolean isKnown() {
    return freeBytes >= 0;
  }
}
