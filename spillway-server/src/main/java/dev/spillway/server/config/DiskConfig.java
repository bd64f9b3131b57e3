package dev.spillway.server.config;

import dev.spillway.queue.DiskMode;
import dev.spillway.spill.FullDiskPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The log of a queue.
 *
 * @param mode when events go to disk
 * @param maxBytes the disk space that it may take
 * @param full what becomes of events while the disk takes none
 */
public record DiskConfig(DiskMode mode, long maxBytes, Full full) {
  /** With everything else as it is by default. */
  public DiskConfig(DiskMode mode, long maxBytes) {
    this(mode, maxBytes, Full.DEFAULT);
  }

  /**
   * When a disk counts as full or slow, and what follows.
   *
   * @param keepFreeBytes what stays free on the file system; null for what its size suggests
   * @param policy what becomes of events that need it
   * @param waitAtMost how long their answers wait, if they do
   * @param slowForce how long a force takes on a slow disk
   */
  public record Full(
      @Nullable Long keepFreeBytes,
      FullDiskPolicy policy,
      Duration waitAtMost,
      Duration slowForce) {
    /** What is said nowhere. */
    public static final Full DEFAULT =
        new Full(null, FullDiskPolicy.REFUSE, Duration.ofSeconds(5), Duration.ofMillis(250));
  }
}
