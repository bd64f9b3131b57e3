package dev.spillway.spill;

import dev.spillway.queue.DiskState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells from a failure what is wrong with a disk; Java has nothing but the system's words. */
final class DiskFault {
  private static final List<String> FULL = List.of("no space left", "quota exceeded");
  private static final String READ_ONLY = "read-only file system";

  private DiskFault() {}

  /**
   * {@link DiskState#FULL}, {@link DiskState#READ_ONLY} or {@link DiskState#FAILING}.
   *
   * @param space what the file system says after the failure, which decides in other languages
   */
  static DiskState of(Throwable failure, DiskSpace space) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String text = lowerCase(each.getMessage());
      if (each instanceof NoSpaceException || FULL.stream().anyMatch(text::contains)) {
        return DiskState.FULL;
      }
      if (text.contains(READ_ONLY)) {
        return DiskState.READ_ONLY;
      }
    }
    if (space.readOnly()) {
      return DiskState.READ_ONLY;
    }
    return space.isKnown() && space.freeBytes() == 0 ? DiskState.FULL : DiskState.FAILING;
  }

  private static String lowerCase(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
