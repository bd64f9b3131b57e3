package dev.spillway.spill;

import dev.spillway.spill.BlockScan.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one life of a segment in the order of their records, whatever came to harm.
 *
 * <p>As long as each header follows the one before, headers are all that is read. Where one does
 * not, sectors may have been lost or have changed places, so that a sound header can lie where it
 * does not belong, with a length that leads past others. Then only blocks whose payload is whole
 * show the way, the one with the lowest sequence first. A damaged one that the next block follows
 * lies where it belongs, and its payload is not looked into either.
 */
final class BlockChain {
  private final SegmentName name;
  private final SpillFile file;
  private final BlockScan scan;
  private final BlockDecoder decoder;

  /** The chain in {@code file}, up to what {@code position} says of its segment's end. */
  BlockChain(SpillFile file, Segment segment, Backlog.Position position, BlockDecoder decoder) {
    this(
        file,
        segment.name(),
        decoder,
        new BlockScan(file, segment.name(), position.limitSequence(), position.limitOffset()));
  }

  private BlockChain(SpillFile file, SegmentName name, BlockDecoder decoder, BlockScan scan) {
    this.file = file;
    this.name = name;
    this.decoder = decoder;
    this.scan = scan;
  }

  /** All of a segment whose end is known. */
  static List<Found> of(SpillFile file, Segment segment, BlockDecoder decoder) throws IOException {
    return of(file, segment.name(), segment.end(), decoder);
  }

  /** All of a segment whose end is to be found. */
  static List<Found> of(SpillFile file, SegmentName name, BlockDecoder decoder) throws IOException {
    return of(file, name, Segment.OPEN, decoder);
  }

  private static List<Found> of(SpillFile file, SegmentName name, long end, BlockDecoder decoder)
      throws IOException {
    BlockScan scan = new BlockScan(file, name, end, file.sizeBytes());
    return new BlockChain(file, name, decoder, scan).from(0, name.first());
  }

  /** The block at {@code offset} or behind it that begins with {@code expected}, if it is next. */
  @Nullable Found next(long offset, long expected) throws IOException {
    Found found = scan.next(offset, expected);
    return found != null && found.header().first() == expected ? found : null;
  }

  /** The next block, seals included, from {@code offset} and {@code expected} on, or null. */
  @Nullable Found following(long offset, long expected) throws IOException {
    Found next = next(offset, expected);
    if (next != null) {
      return next;
    }
    List<Found> rest = from(offset, expected);
    return rest.isEmpty() ? null : rest.get(0);
  }

  /**
   * All from {@code offset} and the sequence {@code expected} on, seals included; from the
   * beginning of the file, those before {@code expected} as well.
   */
  List<Found> from(long offset, long expected) throws IOException {
    List<Found> chain = new ArrayList<>();
    long first = offset == 0 ? name.first() : expected;
    long end = first;
    Found found = scan.next(offset, 0);
    while (found != null) {
      if (found.header().first() != end) {
        return search(offset, first);
      }
      chain.add(found);
      end = found.header().end();
      found = scan.next(found.nextOffset(), 0);
    }
    return chain;
  }

  private record Candidate(Found found, boolean whole) {
    BlockHeader header() {
      return found.header();
    }

    boolean isBlock() {
      return whole && !header().isSeal();
    }
  }

  private List<Found> search(long offset, long expected) throws IOException {
    List<Candidate> candidates = candidates(offset);
    List<Found> chain = new ArrayList<>();
    int from = 0;
    long end = expected;
    int next = lowest(candidates, from, end);
    while (next >= 0) {
      Found whole = candidates.get(next).found();
      end = addDamaged(chain, candidates.subList(from, next), end, whole.header().first());
      chain.add(whole);
      end = Math.max(end, whole.header().end());
      from = next + 1;
      next = lowest(candidates, from, end);
    }
    addDamaged(chain, candidates.subList(from, candidates.size()), end, Long.MAX_VALUE);
    return chain;
  }

  private List<Candidate> candidates(long offset) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    Found found = scan.next(offset, 0);
    while (found != null) {
      boolean whole = decoder.isIntact(file, found);
      candidates.add(new Candidate(found, whole));
      boolean inPlace = whole || scan.isFollowed(found);
      long behind = inPlace ? found.nextOffset() : found.offset() + Format.ALIGNMENT;
      found = scan.next(behind, 0);
    }
    return candidates;
  }

  private static int lowest(List<Candidate> candidates, int from, long expected) {
    int lowest = -1;
    for (int index = from; index < candidates.size(); index++) {
      Candidate candidate = candidates.get(index);
      boolean follows = candidate.isBlock() && candidate.header().first() >= expected;
      if (follows
          && (lowest < 0 || candidate.header().first() < candidates.get(lowest).header().first())) {
        lowest = index;
      }
    }
    return lowest;
  }

  /** Adds sound headers whose records are missing between two blocks; returns where they end. */
  private static long addDamaged(
      List<Found> chain, List<Candidate> candidates, long expected, long limit) {
    long end = expected;
    for (Candidate candidate : candidates) {
      BlockHeader header = candidate.header();
      if (!candidate.isBlock() && header.first() >= end && header.end() <= limit) {
        chain.add(candidate.found());
        end = header.end();
      }
    }
    return end;
  }
}
