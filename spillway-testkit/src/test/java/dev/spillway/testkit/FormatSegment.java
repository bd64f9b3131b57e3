package dev.spillway.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A segment's name and bytes, read as docs/specs/spill-format.md tells. */
record FormatSegment(int lane, long first, int epoch, ByteBuffer bytes) {
  static final List<String> LANES =
      List.of(
          "critical",
          "high",
          "normal",
          "low",
          "bulk",
          "critical-carried",
          "high-carried",
          "normal-carried",
          "low-carried",
          "bulk-carried",
          "dead-letters");
  private static final Pattern NAME = Pattern.compile("([a-z-]+)-([0-9]{20})-([0-9a-f]{8})\\.seg");

  /** The segment in a file, or null if its name is not a segment's. */
  static @Nullable FormatSegment of(String fileName, byte[] content) {
    Matcher name = NAME.matcher(fileName);
    if (!name.matches() || !LANES.contains(name.group(1))) {
      return null;
    }
    BigInteger first = new BigInteger(name.group(2));
    if (first.bitLength() >= Long.SIZE) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    return new FormatSegment(
        LANES.indexOf(name.group(1)),
        first.longValueExact(),
        Integer.parseUnsignedInt(name.group(3), 16),
        bytes);
  }

  /** Its own sound blocks up to the first one that begins at {@code end} or behind. */
  List<FormatBlock> blocks(long end) {
    List<FormatBlock> blocks = new ArrayList<>();
    long expected = first;
    int offset = 0;
    while (offset < bytes.limit()) {
      FormatBlock block = FormatBlock.at(bytes, offset);
      boolean taken = block != null && isOwn(block) && block.first() >= expected;
      if (block == null || !taken) {
        offset += FormatBlock.ALIGNMENT;
        continue;
      }
      if (block.first() >= end) {
        break;
      }
      blocks.add(block);
      expected = block.end();
      offset = block.nextOffset();
    }
    return blocks;
  }

  List<FormatBlock> blocks() {
    return blocks(Long.MAX_VALUE);
  }

  private boolean isOwn(FormatBlock block) {
    return block.place().equals(new FormatBlock.Place(lane, epoch));
  }

  /** Whether somebody copied or renamed it: its first block is another segment's. */
  boolean isCopy(List<FormatSegment> all) {
    FormatBlock block = FormatBlock.at(bytes, 0);
    if (block == null || isOwn(block)) {
      return false;
    }
    boolean ofItsName = block.place().lane() == lane && block.first() == first;
    return ofItsName || all.stream().anyMatch(other -> other.isHomeOf(block));
  }

  private boolean isHomeOf(FormatBlock block) {
    return isOwn(block) && block.first() == first;
  }
}
