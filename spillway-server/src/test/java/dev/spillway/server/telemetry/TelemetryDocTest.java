package dev.spillway.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.micrometer.LimiterMeters;
import dev.spillway.micrometer.MeterDescription;
import dev.spillway.micrometer.QueueMeters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelemetryDocTest {
  private static final Path DOC =
      Path.of("").toAbsolutePath().resolveSibling("docs/specs/telemetry.md");

  @Test
  void document_listsEveryMeterAsItIsDescribed() throws Exception {
    List<MeterDescription> all = new ArrayList<>(QueueMeters.described());
    all.addAll(LimiterMeters.described());
    all.addAll(Telemetry.described());
    assertListed("own-meters", all);
  }

  @Test
  void document_listsEveryOldName() throws Exception {
    assertListed("old-names", QueueMeters.oldNames("security-events"));
  }

  /** Puts what is right beside the build's output, so that it can be copied into the document. */
  private static void assertListed(String section, List<MeterDescription> meters) throws Exception {
    Path right = Files.writeString(Path.of("target", section + ".md"), table(meters));
    String document = Files.readString(DOC);
    String begin = "<!-- " + section + " -->\n";
    String end = "<!-- end of " + section + " -->";
    assertThat(document).contains(begin, end);
    assertThat(document.substring(document.indexOf(begin) + begin.length(), document.indexOf(end)))
        .as("replace the table %s of docs/specs/telemetry.md by %s", section, right)
        .isEqualTo(Files.readString(right));
  }

  private static String table(List<MeterDescription> meters) {
    StringBuilder table =
        new StringBuilder("| name | type | unit | labels | meaning |\n|---|---|---|---|---|\n");
    for (MeterDescription meter : meters) {
      table
          .append("| `")
          .append(meter.prometheusName())
          .append("` | ")
          .append(meter.kind().token())
          .append(" | ")
          .append(meter.unit())
          .append(" | ")
          .append(String.join(", ", meter.labels()))
          .append(" | ")
          .append(meter.meaning())
          .append(" |\n");
    }
    return table.toString();
  }
}
