package dev.spillway.server.config;

import static dev.spillway.server.config.ScalarType.choice;
import static dev.spillway.server.config.ScalarType.duration;
import static dev.spillway.server.config.ScalarType.size;

import dev.spillway.queue.DiskMode;
import dev.spillway.spill.FullDiskPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the log of a queue goes, and what happens when the disk takes none of it. */
final class DiskKeys {
  private static final List<Key<?>> TABLE = new ArrayList<>();

  static final Key<DiskMode> MODE =
      key(
          "mode",
          choice(DiskMode.values(), DiskMode::token),
          "write-ahead",
          "When events go to the log: always, and every answer waits until they are safe"
              + " (write-ahead); when memory is full or the sender asks (overflow); never (none).");
  static final Key<Long> MAX_BYTES =
      key("max-bytes", size("64MB", "16TB"), "1GB", "The disk space that the log may take.");
  static final Key<Long> KEEP_FREE =
      key(
          "keep-free",
          size("0", "16TB"),
          null,
          "How much of the file system stays free: the disk counts as full when another segment"
              + " would take some of it. Without it: a twentieth of the file system, at most 1GB.");
  static final Key<FullDiskPolicy> WHEN_FULL =
      key(
          "when-full",
          choice(FullDiskPolicy.values(), FullDiskPolicy::token),
          "refuse",
          "What becomes of events that need the log while its disk is full, read-only or failing:"
              + " refused at once (refuse); so too, and the lower lanes before the disk is full"
              + " (refuse-lowest); their answers wait for the disk (wait). What was accepted is"
              + " kept and delivered whatever is chosen.");
  static final Key<Duration> WAIT_AT_MOST =
      key(
          "wait-at-most",
          duration("1ms", "20s"),
          "5s",
          "How long answers wait for the disk at most, when when-full is wait.");
  static final Key<Duration> SLOW_FORCE =
      key(
          "slow-force",
          duration("1ms", "1m"),
          "250ms",
          "How long a force takes on a slow disk: three in a row of this or more, and health says"
              + " so.");

  /** Every key, in order. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private DiskKeys() {}

  private static <T> Key<T> key(
      String name, ValueType<T> type, @Nullable String defaultText, String meaning) {
    String example = defaultText == null ? "1GB" : defaultText;
    Key<T> key = new Key<>(true, "disk." + name, type, defaultText, example, meaning);
    TABLE.add(key);
    return key;
  }
}
