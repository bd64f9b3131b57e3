package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What one lane must hold, said plainly: a list of texts, of which the first so many are polled,
 * and some are acknowledged or known to be forced.
 */
final class LaneModel {
  private static final int MOST_IN_A_BLOCK = 1_000;

  private final String name;
  private final BooleanSupplier dead;
  private List<String> texts = new ArrayList<>();
  private final List<SpillBlock> out = new ArrayList<>();
  private final Set<Integer> settled = new HashSet<>();
  private final List<Integer> outFrom = new ArrayList<>();
  private long firstSequence; // of texts
  private int polled;
  private int forced;
  private int life;
  private final Set<String> lost = new HashSet<>();
  private long mayLose;

  /**
   * @param dead whether the machine has lost its power, after which nothing that is told counts
   */
  LaneModel(String name, BooleanSupplier dead) {
    this.name = name;
    this.dead = dead;
  }

  int size() {
    return texts.size();
  }

  boolean hasBlocksOut() {
    return !out.isEmpty();
  }

  /** The store took {@code batch}; the result is for it to call. */
  AppendCallback taken(List<String> batch) {
    texts.addAll(batch);
    int end = texts.size();
    int appendedInLife = life;
    return new AppendCallback() {
      @Override
      public void onForced() {
        assertThat(life).as("told in the life of the store that took it").isEqualTo(appendedInLife);
        forced = Math.max(forced, end);
      }

      @Override
      public void onFailed(int forcedRecords, Throwable cause) {
        if (!dead.getAsBoolean()) {
          throw new AssertionError(name + " failed with " + forcedRecords + " forced", cause);
        }
      }
    };
  }

  /** Takes back the last {@link #taken}, because there was no room. */
  void refused(List<String> batch) {
    texts.subList(texts.size() - batch.size(), texts.size()).clear();
  }

  /** A block was polled. */
  void polled(SpillBlock block) {
    out.add(block);
    outFrom.add(polled);
    lost(block.quarantinedBefore());
    List<String> found = Records.texts(block.records());
    assertThat(found)
        .as(name + " goes on at " + polled)
        .isEqualTo(texts.subList(polled, Math.min(texts.size(), polled + found.size())));
    polled += found.size();
    forced = Math.max(forced, polled);
  }

  /** The next {@code count} records can't be read, in this life and all that follow. */
  private void lost(long count) {
    for (String text : texts.subList(polled, Math.toIntExact(polled + count))) {
      mayLose -= lost.add(text) ? 1 : 0;
    }
    assertThat(mayLose).as(name + " lost more than a block").isNotNegative();
    polled += Math.toIntExact(count);
  }

  /** A place in a file of the store was damaged, which costs no more than a block. */
  void damaged() {
    mayLose = MOST_IN_A_BLOCK;
  }

  /** Acknowledges one of the blocks that are out. */
  void acknowledge(SpillLane lane, int choice) {
    SpillBlock block = out.remove(choice);
    int from = outFrom.remove(choice);
    long end = from + block.quarantinedBefore() + block.records().count();
    for (int index = from; index < end; index++) {
      settled.add(index);
    }
    lane.acknowledge(block);
  }

  private int settledPrefix() {
    int prefix = 0;
    while (settled.contains(prefix)) {
      prefix++;
    }
    return prefix;
  }

  /** The store was closed: all that it took is durable, all that was settled stays so. */
  void closed() {
    forced = texts.size();
  }

  /** The store was opened again and goes on at the sequence {@code cursor}. */
  void reopened(SpillLane lane, long cursor, boolean clean) {
    life++;
    long recovered = lane.recovered();
    assertThat(lane.unread()).isEqualTo(recovered);
    SpillBlock block = recovered == 0 ? null : lane.poll();
    assertThat(block == null).as(name + " has something ready").isEqualTo(recovered == 0);
    int settledEnd = settledPrefix();
    int start = block == null ? settledEnd : Math.toIntExact(cursor - firstSequence);
    int end = Math.toIntExact(start + recovered);
    assertThat(start).as(name + " lost what was not settled").isLessThanOrEqualTo(settledEnd);
    assertThat(end).as(name + " lost what was forced").isGreaterThanOrEqualTo(forced);
    assertThat(end).as(name + " invented").isLessThanOrEqualTo(texts.size());
    if (clean) {
      assertThat(start).as(name + " forgot what was settled").isEqualTo(settledEnd);
    }
    firstSequence += start;
    texts = new ArrayList<>(texts.subList(start, end));
    out.clear();
    outFrom.clear();
    settled.clear();
    polled = 0;
    forced = texts.size();
    if (block != null) {
      polled(block);
    }
  }

  void check(SpillLane lane) {
    assertThat(lane.unread()).as(name + " unread").isEqualTo(texts.size() - polled);
  }
}
