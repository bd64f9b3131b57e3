package dev.spillway.spill;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the name of a segment file tells: {@code <lane>-<first sequence>-<epoch>.seg}. */
record SegmentName(int lane, long first, int epoch) implements Comparable<SegmentName> {
  private static final Pattern FORM = Pattern.compile("([a-z-]+)-(\\d{20})-([0-9a-f]{8})\\.seg");

  /** The parts of {@code fileName}, or null if it is not the name of a segment. */
  static @Nullable SegmentName parse(String fileName) {
    Matcher matcher = FORM.matcher(fileName);
    if (!matcher.matches()) {
      return null;
    }
    int lane = LaneNames.index(matcher.group(1));
    try {
      long first = Long.parseLong(matcher.group(2));
      int epoch = Integer.parseUnsignedInt(matcher.group(3), 16);
      return lane < 0 || first == Segment.OPEN ? null : new SegmentName(lane, first, epoch);
    } catch (NumberFormatException e) {
      return null; // twenty digits can say more than 63 bits
    }
  }

  String fileName() {
    return String.format("%s-%020d-%08x.seg", LaneNames.name(lane), first, epoch);
  }

  /** By lane, by first sequence, and by age where a segment was abandoned while it was empty. */
  @Override
  public int compareTo(SegmentName other) {
    int order = Integer.compare(lane, other.lane);
    order = order != 0 ? order : Long.compare(first, other.first);
    return order != 0 ? order : Integer.compareUnsigned(epoch, other.epoch);
  }
}
