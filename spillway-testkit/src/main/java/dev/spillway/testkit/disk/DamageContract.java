package dev.spillway.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.testkit.SimulatedFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every store must make of harm to one place of its files: what shared a block with that place
 * is lost at most, all that is lost is counted, and everything else is delivered in its order.
 */
public abstract class DamageContract extends DiskContract {
  private static final int SECTOR_BYTES = 512;
  private static final int LANE = 2;
  private static final int BLOCKS = 3;

  /** Of files without records, not every length is tried. */
  private static final int OTHER_LENGTHS = 64;

  /** For subclasses. */
  protected DamageContract() {}

  /** Whether the file {@code name} holds records; of the others none is needed to find them. */
  protected abstract boolean holdsRecords(String name);

  /** How the work on a directory ended. */
  private enum End {
    CLOSED,
    /** After the first block was settled, and all that was known was recorded. */
    KILLED,
    /** Before anything was recorded: only the next block tells of one that it was confirmed. */
    KILLED_AT_ONCE
  }

  /** Those after which everything that is missing is known, wherever it lay. */
  private static final List<End> RECORDED = List.of(End.CLOSED, End.KILLED);

  private static final List<End> ANY = List.of(End.values());

  /** A directory with three blocks of one record. */
  private final class Directory {
    final End end;
    final Map<String, byte[]> files;
    final List<String> texts;
    private final int settled;

    Directory(End end) {
      this.end = end;
      CrashWork work = new CrashWork(DamageContract.this);
      work.keep(LANE, BLOCKS, 900);
      texts = look(Moment.last(work.operations()).seen().files()).lanes().get(LANE);
      settled = end == End.KILLED ? 1 : 0;
      work.deliver(LANE, settled);
      if (end == End.KILLED) {
        work.rest();
      } else if (end == End.CLOSED) {
        work.close();
      }
      files = Moment.last(work.operations()).seen().named();
    }

    /** The directory with other bytes in one file. */
    void check(String name, byte[] bytes, int places, String harm) {
      Map<String, byte[]> harmed = new HashMap<>(files);
      harmed.put(name, bytes);
      check(harmed, places, name + " " + harm);
    }

    /** At most so many blocks may be lost. */
    void check(Map<String, byte[]> harmed, int places, String harm) {
      try {
        Found found = look(SimulatedFiles.of(harmed));
        List<String> delivered = found.lanes().get(LANE);
        List<String> missing = new ArrayList<>(texts.subList(settled, BLOCKS));
        missing.removeAll(delivered);
        List<String> inOrder = texts.stream().filter(delivered::contains).toList();
        assertThat(delivered).as("delivered, in order").isEqualTo(inOrder);
        assertThat(missing.size()).as("lost").isLessThanOrEqualTo(places);
        if (end == End.KILLED_AT_ONCE) {
          missing.remove(texts.get(BLOCKS - 1)); // nothing tells that it was there
        }
        assertThat(found.lost()).as("counted as lost").isEqualTo(missing.size());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(end + ", " + harm + ": " + e.getMessage(), e);
      }
    }
  }

  /** What is done to one file. */
  private interface Harm {
    void to(Directory directory, String name, byte[] bytes);
  }

  private void harm(List<End> ends, Harm harm) {
    for (End end : ends) {
      Directory directory = new Directory(end);
      directory.files.forEach((name, bytes) -> harm.to(directory, name, bytes));
    }
  }

  @Test
  protected void anyBit_flipped_costsAtMostItsBlock() {
    harm(
        ANY,
        (directory, name, bytes) ->
            IntStream.range(0, bytes.length * Byte.SIZE)
                .parallel()
                .filter(bit -> tries(directory, name, bit))
                .forEach(
                    bit -> {
                      byte[] flipped = bytes.clone();
                      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                      directory.check(name, flipped, placesIn(name), "bit " + bit);
                    }));
  }

  /** One bit of each byte is enough where records can't be lost or another run tries them all. */
  private boolean tries(Directory directory, String name, int bit) {
    boolean all = holdsRecords(name) && directory.end == End.CLOSED;
    return all || bit % Byte.SIZE == bit / Byte.SIZE % Byte.SIZE;
  }

  private int placesIn(String name) {
    return holdsRecords(name) ? 1 : 0;
  }

  @Test
  protected void anyLength_costsWhatWasCutOff() {
    harm(
        RECORDED,
        (directory, name, bytes) ->
            IntStream.range(0, bytes.length)
                .parallel()
                .filter(length -> holdsRecords(name) || length % OTHER_LENGTHS == 0)
                .forEach(
                    length ->
                        directory.check(
                            name,
                            Arrays.copyOf(bytes, length),
                            holdsRecords(name) ? BLOCKS : 0,
                            "cut off at " + length)));
  }

  @Test
  protected void anySector_lostOrDoubled_costsAtMostItsBlock() {
    harm(
        ANY,
        (directory, name, bytes) -> {
          for (int at = 0; at + SECTOR_BYTES <= bytes.length; at += SECTOR_BYTES) {
            byte[] zeroed = bytes.clone();
            Arrays.fill(zeroed, at, at + SECTOR_BYTES, (byte) 0);
            directory.check(name, zeroed, placesIn(name), "zeros at " + at);
            if (at + 2 * SECTOR_BYTES <= bytes.length) {
              byte[] doubled = bytes.clone();
              System.arraycopy(bytes, at, doubled, at + SECTOR_BYTES, SECTOR_BYTES);
              directory.check(name, doubled, placesIn(name), "doubled at " + at);
            }
          }
        });
  }

  @Test
  protected void anyTwoSectors_swapped_costAtMostTheirBlocks() {
    harm(
        RECORDED,
        (directory, name, bytes) -> {
          for (int first = 0; first + SECTOR_BYTES <= bytes.length; first += SECTOR_BYTES) {
            for (int second = first + SECTOR_BYTES;
                second + SECTOR_BYTES <= bytes.length;
                second += SECTOR_BYTES) {
              byte[] swapped = bytes.clone();
              System.arraycopy(bytes, first, swapped, second, SECTOR_BYTES);
              System.arraycopy(bytes, second, swapped, first, SECTOR_BYTES);
              String harm = "sectors at " + first + " and " + second + " swapped";
              directory.check(name, swapped, 2 * placesIn(name), harm);
            }
          }
        });
  }

  @Test
  protected void allThatHoldsNoRecords_gone_costsNothing() {
    for (End end : End.values()) {
      Directory directory = new Directory(end);
      Map<String, byte[]> left = new HashMap<>(directory.files);
      left.keySet().removeIf(name -> !holdsRecords(name));
      directory.check(left, 0, "only records left");
    }
  }
}
