package dev.spillway.server.cli.simulate;

import dev.spillway.simulator.report.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files that were asked for, looked at before anything is run. */
final class Reports {
  private final @Nullable ReportFile json;
  private final @Nullable ReportFile html;

  /**
   * Finds out whether they can be written.
   *
   * @throws IOException if one cannot
   */
  Reports(@Nullable Path json, @Nullable Path html) throws IOException {
    this.json = json == null ? null : ReportFile.at(json);
    this.html = html == null ? null : ReportFile.at(html);
  }

  void write(Supplier<String> jsonText, Supplier<String> htmlText) throws IOException {
    if (json != null) {
      json.write(jsonText.get());
    }
    if (html != null) {
      html.write(htmlText.get());
    }
  }
}
