package dev.spillway.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second reader of spill directories, written from docs/specs/spill-format.md alone: what it
 * needs to know beyond that is a gap in the document. It shares no code with the log.
 */
final class FormatReader {
  private FormatReader() {}

  /** All lanes of a directory that no log has, by name. */
  static Map<String, FormatLane.Reading> read(Path directory) throws IOException {
    return read(SampleFiles.contents(directory));
  }

  /** All lanes of a directory with these files. */
  static Map<String, FormatLane.Reading> read(Map<String, byte[]> files) throws IOException {
    Optional<FormatState> state = FormatState.of(files.getOrDefault("state", new byte[0]));
    List<FormatSegment> segments = segments(files);
    Map<String, FormatLane.Reading> lanes = new LinkedHashMap<>();
    for (int number = 0; number < FormatSegment.LANES.size(); number++) {
      int lane = number;
      List<FormatSegment> own =
          segments.stream()
              .filter(segment -> segment.lane() == lane && !segment.isCopy(segments))
              .toList();
      lanes.put(FormatSegment.LANES.get(lane), new FormatLane(lane, state, own).read());
    }
    return lanes;
  }

  private static List<FormatSegment> segments(Map<String, byte[]> files) throws IOException {
    List<FormatSegment> segments = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      FormatSegment segment = FormatSegment.of(file.getKey(), file.getValue());
      if (segment != null) {
        if (FormatBlock.version(segment.bytes()) > 1) {
          throw new IOException("a newer version: file=" + file.getKey());
        }
        segments.add(segment);
      }
    }
    return segments;
  }
}
