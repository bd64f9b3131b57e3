package dev.spillway.server.cli.simulate;

import dev.spillway.simulator.report.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A report that may have been asked for, and then is looked at before anything is run. */
final class Report {
  private final @Nullable ReportFile file;

  private Report(@Nullable ReportFile file) {
    this.file = file;
  }

  /**
   * A report in a file; null for none.
   *
   * @throws IOException if it cannot be written
   */
  static Report at(@Nullable Path path) throws IOException {
    return new Report(path == null ? null : ReportFile.at(path));
  }

  boolean isWanted() {
    return file != null;
  }

  /** Writes what {@code text} gives, if somebody wants it. */
  void write(Supplier<String> text) throws IOException {
    if (file != null) {
      file.write(text.get());
    }
  }
}
