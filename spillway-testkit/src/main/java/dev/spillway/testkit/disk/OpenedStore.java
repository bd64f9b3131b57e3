package dev.spillway.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillStore;
import dev.spillway.testkit.RecordingCallback;
import dev.spillway.testkit.RecordingListener;
import dev.spillway.testkit.Records;
import dev.spillway.testkit.SimulatedFiles;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store that was opened on files which came to harm, in virtual time. */
final class OpenedStore implements AutoCloseable {
  private final SimulatedFiles files;
  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(1));
  private final SpillStore store;
  private final List<Runnable> settling = new ArrayList<>();

  OpenedStore(DiskContract contract, SimulatedFiles files) {
    this.files = files;
    store = contract.open(files, scheduler);
    store.connect(new RecordingListener());
    scheduler.runDue();
  }

  /** The backlogs of {@code store} by priority, then what is carried over. */
  static List<SpillLane> lanesOf(SpillStore store) {
    List<SpillLane> lanes = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      lanes.add(store.backlog(priority));
    }
    for (Priority priority : Priority.values()) {
      lanes.add(store.carryOver(priority));
    }
    return lanes;
  }

  /** Polls every lane to its end, without acknowledging, and reads all letters. */
  Found found() {
    List<List<String>> lanes = new ArrayList<>();
    long lost = 0;
    for (SpillLane lane : lanesOf(store)) {
      List<String> texts = new ArrayList<>();
      long recovered = lane.recovered();
      long lostHere = recovered == 0 ? 0 : drain(lane, texts);
      assertThat(texts.size() + lostHere)
          .as("found and lost, of those told of")
          .isEqualTo(recovered);
      assertThat(lane.unread()).as("left of them").isZero();
      lanes.add(texts);
      lost += lostHere;
    }
    List<String> letters = letters();
    assertThat(store.figures().quarantined())
        .as("lost, by the figures")
        .isEqualTo(lost + store.deadLetters().quarantined());
    assertThat(store.trouble()).as("trouble").isNull();
    checkDisk();
    return new Found(lanes, letters, store.figures().quarantined());
  }

  private long drain(SpillLane lane, List<String> texts) {
    long lost = 0;
    for (SpillBlock block = lane.poll(); block != null; block = lane.poll()) {
      lost += block.quarantinedBefore();
      texts.addAll(Records.texts(block.records()));
      SpillBlock polled = block;
      settling.add(() -> lane.acknowledge(polled));
      scheduler.runDue();
    }
    return lost;
  }

  private List<String> letters() {
    List<Long> positions = new ArrayList<>();
    List<String> letters = new ArrayList<>();
    long kept = store.deadLetters().kept();
    SpillLetters.Block block = kept == 0 ? null : read(0);
    while (block != null) {
      List<String> texts = Records.texts(block.records());
      for (int index = 0; index < texts.size(); index++) {
        if (block.isKept(index)) {
          letters.add(texts.get(index));
          positions.add(block.first() + index);
        }
      }
      block = read(block.end());
    }
    long[] sequences = positions.stream().mapToLong(Long::longValue).toArray();
    settling.add(() -> store.deadLetters().settle(sequences, new RecordingCallback()));
    assertThat(letters.size() + store.deadLetters().quarantined())
        .as("letters found and lost, of those told of")
        .isEqualTo(kept);
    return letters;
  }

  private SpillLetters.@Nullable Block read(long from) {
    CompletableFuture<SpillLetters.@Nullable Block> answer =
        store.deadLetters().read(from).toCompletableFuture();
    scheduler.runDue();
    return answer.join();
  }

  /** What it says of its disk is true, and within its bound. */
  private void checkDisk() {
    long bytes = 0;
    try {
      for (String name : files.list()) {
        bytes += files.sizeBytes(name);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(store.figures().diskBytes())
        .as("disk space told of")
        .isBetween(bytes, store.figures().diskBoundBytes());
  }

  /** Settles all that was found, and lets that be recorded. */
  void settleAll() {
    settling.forEach(Runnable::run);
    scheduler.advance(Duration.ofSeconds(2));
  }

  @Override
  public void close() {
    store.close();
  }
}
