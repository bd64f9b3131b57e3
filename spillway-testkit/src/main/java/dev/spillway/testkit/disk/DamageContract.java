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
  private static final int BLOCKS = 4;
  private static final int SETTLED = 1;

  /** For subclasses. */
  protected DamageContract() {}

  /** Whether the file {@code name} holds records; of the others none is needed to find them. */
  protected abstract boolean holdsRecords(String name);

  /** A directory with four blocks of one record, the first of them settled. */
  private final class Directory {
    final String how;
    final Map<String, byte[]> files;
    final List<String> texts;

    Directory(boolean closed) {
      how = closed ? "closed" : "killed";
      CrashWork work = new CrashWork(DamageContract.this);
      work.keep(LANE, BLOCKS, 900);
      texts = look(Moment.last(work.operations()).seen().files()).lanes().get(LANE);
      work.deliver(LANE, SETTLED);
      work.rest();
      if (closed) {
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
        List<String> missing = new ArrayList<>(texts.subList(SETTLED, BLOCKS));
        missing.removeAll(delivered);
        List<String> inOrder = texts.stream().filter(delivered::contains).toList();
        assertThat(delivered).as("delivered, in order").isEqualTo(inOrder);
        assertThat(missing.size()).as("lost").isLessThanOrEqualTo(places);
        assertThat(found.lost()).as("counted as lost").isEqualTo(missing.size());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(how + ", " + harm + ": " + e.getMessage(), e);
      }
    }
  }

  /** What is done to one file. */
  private interface Harm {
    void to(Directory directory, String name, byte[] bytes);
  }

  private void harm(Harm harm) {
    for (boolean closed : new boolean[] {true, false}) {
      Directory directory = new Directory(closed);
      directory.files.forEach((name, bytes) -> harm.to(directory, name, bytes));
    }
  }

  @Test
  protected void anyBit_flipped_costsAtMostItsBlock() {
    harm(
        (directory, name, bytes) ->
            IntStream.range(0, bytes.length * Byte.SIZE)
                .parallel()
                .filter(bit -> holdsRecords(name) || bit % Byte.SIZE == bit / Byte.SIZE % Byte.SIZE)
                .forEach(
                    bit -> {
                      byte[] flipped = bytes.clone();
                      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                      directory.check(name, flipped, placesIn(name), "bit " + bit);
                    }));
  }

  private int placesIn(String name) {
    return holdsRecords(name) ? 1 : 0;
  }

  @Test
  protected void anyLength_costsWhatWasCutOff() {
    harm(
        (directory, name, bytes) ->
            IntStream.range(0, bytes.length)
                .parallel()
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
    for (boolean closed : new boolean[] {true, false}) {
      Directory directory = new Directory(closed);
      Map<String, byte[]> left = new HashMap<>(directory.files);
      left.keySet().removeIf(name -> !holdsRecords(name));
      directory.check(left, 0, "only records left");
    }
  }
}
