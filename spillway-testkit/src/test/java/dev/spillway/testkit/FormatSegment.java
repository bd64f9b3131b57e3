package dev.spillway.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    if (first.compareTo(BigInteger.valueOf(Long.MAX_VALUE)) >= 0) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    return new FormatSegment(
        LANES.indexOf(name.group(1)),
        first.longValueExact(),
        Integer.parseUnsignedInt(name.group(3), 16),
        bytes);
  }

  /** Its own blocks, which end at or before {@code end}. */
  List<FormatBlock> blocks(long end) {
    List<FormatBlock> all = sound(end, false);
    List<FormatBlock> taken = isChain(all) ? all : inOrder(sound(end, true));
    return taken.stream().filter(block -> block.first() < end).toList();
  }

  /** Own blocks in their order in the file, none of which reaches beyond {@code end}. */
  private List<FormatBlock> sound(long end, boolean wary) {
    List<FormatBlock> blocks = new ArrayList<>();
    int offset = 0;
    while (offset < bytes.limit()) {
      FormatBlock block = FormatBlock.at(bytes, offset);
      if (block == null || !isOwn(block)) {
        offset += FormatBlock.ALIGNMENT;
        continue;
      }
      boolean fits = block.first() >= end || block.end() <= end;
      if (fits) {
        blocks.add(block);
      }
      boolean passed = !wary || !fits || block.isWhole() || isFollowed(block);
      offset = passed ? block.nextOffset() : offset + FormatBlock.ALIGNMENT;
    }
    return blocks;
  }

  private boolean isFollowed(FormatBlock block) {
    int offset = block.nextOffset();
    FormatBlock next = offset < bytes.limit() ? FormatBlock.at(bytes, offset) : null;
    return next != null && isOwn(next) && next.first() == block.end();
  }

  private boolean isChain(List<FormatBlock> blocks) {
    long expected = first;
    for (FormatBlock block : blocks) {
      if (block.first() != expected) {
        return false;
      }
      expected = block.end();
    }
    return true;
  }

  private List<FormatBlock> inOrder(List<FormatBlock> blocks) {
    List<FormatBlock> taken = new ArrayList<>();
    List<FormatBlock> rest = blocks;
    long expected = first;
    while (true) {
      long from = expected;
      Optional<FormatBlock> next =
          rest.stream()
              .filter(block -> !block.isSeal() && block.isWhole() && block.first() >= from)
              .min(Comparator.comparingLong(FormatBlock::first));
      int between = next.map(rest::indexOf).orElse(rest.size());
      long before = next.map(FormatBlock::first).orElse(Long.MAX_VALUE);
      for (FormatBlock block : rest.subList(0, between)) {
        boolean damaged = block.isSeal() || !block.isWhole();
        if (damaged && block.first() >= expected && block.end() <= before) {
          taken.add(block);
          expected = block.end();
        }
      }
      if (next.isEmpty()) {
        return taken;
      }
      taken.add(next.get());
      expected = next.get().end();
      rest = rest.subList(between + 1, rest.size());
    }
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
