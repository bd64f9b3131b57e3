package dev.spillway.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tells people what lanes hold. */
final class FormatListing {
  private static final int LONGEST_TEXT = 100;

  private FormatListing() {}

  static String of(Map<String, FormatLane.Reading> lanes) {
    StringBuilder text = new StringBuilder();
    for (String name : FormatSegment.LANES) {
      FormatLane.Reading lane = lanes.get(name);
      if (lane != null && lane.end() > 0) {
        text.append(
            String.format(
                "%s cursor=%d end=%d waiting=%d lost=%d filled=%d%n",
                name,
                lane.cursor(),
                lane.end(),
                lane.waiting().size(),
                lane.lost(),
                lane.filled()));
        lane.waiting()
            .forEach(
                (sequence, bytes) -> text.append(String.format("%6d %s%n", sequence, told(bytes))));
      }
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String told(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_TEXT && text.matches("\\p{Print}*")
        ? text
        : bytes.length + " bytes, CRC32C " + SampleFiles.crc(bytes, 0, bytes.length);
  }
}
