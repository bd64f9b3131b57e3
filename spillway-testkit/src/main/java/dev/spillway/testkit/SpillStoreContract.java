package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SpillStore} must do. Extend it, and say how a store is opened, crashed and left
 * to work.
 */
public abstract class SpillStoreContract {
  private static final int MANY = 500;

  /** For subclasses. */
  protected SpillStoreContract() {}

  /** Opens the store: empty at first, with what it kept after {@link #crash} or a close. */
  protected abstract SpillStore open();

  /** Ends the store that was opened last without a warning, as a loss of power does. */
  protected abstract void crash();

  /** Returns when the open store has done all that it can do now. */
  protected abstract void settle();

  private SpillStore connect(RecordingListener listener) {
    SpillStore store = open();
    store.connect(listener);
    settle();
    return store;
  }

  private SpillStore connect() {
    return connect(new RecordingListener());
  }

  private List<SpillBlock> poll(SpillLane lane) {
    List<SpillBlock> blocks = new ArrayList<>();
    settle();
    @Nullable SpillBlock block = lane.poll();
    while (block != null) {
      blocks.add(block);
      settle();
      block = lane.poll();
    }
    return blocks;
  }

  private List<String> drain(SpillLane lane) {
    List<String> texts = new ArrayList<>();
    for (SpillBlock block : poll(lane)) {
      texts.addAll(Records.texts(block.records()));
      lane.acknowledge(block);
    }
    return texts;
  }

  /** What is kept of the letters, oldest first. */
  private List<String> letters(SpillStore store) {
    return letters(store, new ArrayList<>());
  }

  private List<String> letters(SpillStore store, List<Long> positions) {
    List<String> texts = new ArrayList<>();
    long from = 0;
    for (SpillLetters.Block block = read(store, from); block != null; block = read(store, from)) {
      List<String> all = Records.texts(block.records());
      for (int index = 0; index < all.size(); index++) {
        if (block.isKept(index)) {
          texts.add(all.get(index));
          positions.add(block.first() + index);
        }
      }
      from = block.end();
    }
    return texts;
  }

  private SpillLetters.@Nullable Block read(SpillStore store, long from) {
    CompletionStage<SpillLetters.@Nullable Block> answer = store.deadLetters().read(from);
    settle();
    return answer.toCompletableFuture().join();
  }

  private void settle(SpillStore store, List<Long> positions) {
    RecordingCallback callback = new RecordingCallback();
    long[] sequences = positions.stream().mapToLong(Long::longValue).toArray();
    assertThat(store.deadLetters().settle(sequences, callback)).isTrue();
    settle();
    assertThat(callback.isForced()).isTrue();
    assertThat(callback.calls()).isEqualTo(1);
  }

  private static List<String> numbered(int count) {
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      texts.add("record " + index);
    }
    return texts;
  }

  @Test
  protected void poll_ofANewStore_returnsNothing() {
    try (SpillStore store = connect()) {
      for (Priority priority : Priority.values()) {
        assertThat(store.backlog(priority).poll()).isNull();
        assertThat(store.carryOver(priority).poll()).isNull();
        assertThat(store.backlog(priority).unread()).isZero();
        assertThat(store.backlog(priority).recovered()).isZero();
      }
    }
  }

  @Test
  protected void append_ofManyRecords_isPolledInOrder() {
    try (SpillStore store = connect()) {
      SpillLane lane = store.backlog(Priority.NORMAL);
      for (String text : numbered(MANY)) {
        assertThat(lane.append(Records.of(text), null)).isTrue();
      }
      assertThat(lane.unread()).isEqualTo(MANY);
      assertThat(drain(lane)).isEqualTo(numbered(MANY));
      assertThat(lane.unread()).isZero();
    }
  }

  @Test
  protected void append_toOneLane_isNotSeenInAnother() {
    try (SpillStore store = connect()) {
      store.backlog(Priority.HIGH).append(Records.of("backlog"), null);
      store.carryOver(Priority.HIGH).append(Records.of("carried"), null);
      store.deadLetters().append(Records.of("dead"), null);
      assertThat(drain(store.backlog(Priority.LOW))).isEmpty();
      assertThat(drain(store.backlog(Priority.HIGH))).containsExactly("backlog");
      assertThat(drain(store.carryOver(Priority.HIGH))).containsExactly("carried");
      assertThat(store.figures().deadLetters()).isEqualTo(1);
      assertThat(letters(store)).containsExactly("dead");
    }
  }

  @Test
  protected void append_afterWhichTheBufferIsUsedAgain_keepsWhatItTook() {
    try (SpillStore store = connect()) {
      SpillLane lane = store.backlog(Priority.BULK);
      RecordBuffer records = Records.of("first");
      lane.append(records, null);
      records.clear();
      records.put(new byte[] {'x'}, 0, 1, RecordBuffer.NO_DEADLINE);
      assertThat(drain(lane)).containsExactly("first");
    }
  }

  @Test
  protected void append_thatIsAwaited_isToldOnceAndSurvivesACrash() {
    SpillStore store = connect();
    List<RecordingCallback> callbacks = new ArrayList<>();
    for (String text : numbered(MANY)) {
      callbacks.add(new RecordingCallback());
      store
          .backlog(Priority.CRITICAL)
          .append(Records.of(text), callbacks.get(callbacks.size() - 1));
    }
    settle();
    assertThat(callbacks).allMatch(callback -> callback.isForced() && callback.calls() == 1);
    crash();
    try (SpillStore reopened = connect()) {
      SpillLane lane = reopened.backlog(Priority.CRITICAL);
      assertThat(lane.recovered()).isEqualTo(MANY);
      assertThat(lane.unread()).isEqualTo(MANY);
      assertThat(drain(lane)).isEqualTo(numbered(MANY));
    }
  }

  /** Nothing runs between the append and the crash, so whoever was told was told too early. */
  @Test
  protected void append_thatIsToldForced_isFoundAfterACrashAtOnce() {
    SpillStore store = connect();
    RecordingCallback callback = new RecordingCallback();
    store.backlog(Priority.NORMAL).append(Records.of("kept"), callback);
    boolean told = callback.isForced();
    crash();
    try (SpillStore reopened = connect()) {
      List<String> found = drain(reopened.backlog(Priority.NORMAL));
      assertThat(found).isSubsetOf("kept");
      assertThat(told && found.isEmpty()).as("told forced, and lost by a crash").isFalse();
    }
  }

  @Test
  protected void close_keepsWhatIsUnread_andWhatIsAcknowledgedIsGone() {
    try (SpillStore store = connect()) {
      SpillLane lane = store.backlog(Priority.LOW);
      RecordingCallback callback = new RecordingCallback();
      lane.append(Records.of("settled"), callback);
      drain(lane);
      lane.append(Records.of("left", "over"), null);
    }
    try (SpillStore reopened = connect()) {
      SpillLane lane = reopened.backlog(Priority.LOW);
      assertThat(lane.recovered()).isEqualTo(2);
      assertThat(drain(lane)).containsExactly("left", "over");
    }
    try (SpillStore reopened = connect()) {
      assertThat(reopened.backlog(Priority.LOW).recovered()).isZero();
    }
  }

  @Test
  protected void poll_withoutAcknowledging_isDeliveredAgainAfterAClose() {
    try (SpillStore store = connect()) {
      SpillLane lane = store.backlog(Priority.HIGH);
      lane.append(Records.of("again"), new RecordingCallback());
      assertThat(poll(lane)).hasSize(1);
    }
    try (SpillStore reopened = connect()) {
      assertThat(drain(reopened.backlog(Priority.HIGH))).containsExactly("again");
    }
  }

  @Test
  protected void acknowledge_outOfOrder_keepsWhatIsOlder() {
    try (SpillStore store = connect()) {
      SpillLane lane = store.backlog(Priority.HIGH);
      lane.append(Records.of("older"), new RecordingCallback());
      settle();
      lane.append(Records.of("newer"), new RecordingCallback());
      List<SpillBlock> blocks = poll(lane);
      assertThat(blocks).hasSize(2);
      lane.acknowledge(blocks.get(1));
    }
    try (SpillStore reopened = connect()) {
      assertThat(drain(reopened.backlog(Priority.HIGH))).startsWith("older");
    }
  }

  @Test
  protected void memory_isReleasedToTheByte() {
    RecordingListener listener = new RecordingListener();
    long appended = 0;
    try (SpillStore store = connect(listener)) {
      SpillLane lane = store.backlog(Priority.NORMAL);
      for (String text : numbered(MANY)) {
        RecordBuffer records = Records.of(text);
        appended += records.sizeBytes();
        lane.append(records, text.endsWith("7") ? new RecordingCallback() : null);
        if (text.endsWith("99")) {
          settle();
        }
      }
      drain(lane);
    }
    assertThat(listener.releasedBytes()).isEqualTo(appended);
    assertThat(listener.readable()).isPositive();
  }

  @Test
  protected void append_afterClose_isRefused() {
    SpillStore store = connect();
    store.close();
    assertThat(store.backlog(Priority.CRITICAL).append(Records.of("late"), null)).isFalse();
  }

  @Test
  protected void append_ofNothing_isForcedAtOnce() {
    try (SpillStore store = connect()) {
      RecordingCallback callback = new RecordingCallback();
      assertThat(store.backlog(Priority.LOW).append(new RecordBuffer(0), callback)).isTrue();
      settle();
      assertThat(callback.isForced()).isTrue();
      assertThat(store.backlog(Priority.LOW).poll()).isNull();
    }
  }

  @Test
  protected void deadLetters_thatAreSettledOneByOne_areGoneAndTheOthersStay() {
    try (SpillStore store = connect()) {
      for (String text : numbered(5)) {
        assertThat(store.deadLetters().append(Records.of(text), new RecordingCallback())).isTrue();
        settle();
      }
      List<Long> positions = new ArrayList<>();
      assertThat(letters(store, positions)).isEqualTo(numbered(5));
      assertThat(positions).isSorted();
      settle(store, List.of(positions.get(1), positions.get(2)));
      assertThat(letters(store)).containsExactly("record 0", "record 3", "record 4");
      assertThat(store.deadLetters().kept()).isEqualTo(3);
      settle(store, List.of(positions.get(2), positions.get(3)));
      assertThat(letters(store)).containsExactly("record 0", "record 4");
      settle(store, positions);
      assertThat(letters(store)).isEmpty();
      assertThat(store.deadLetters().kept()).isZero();
    }
  }

  @Test
  protected void deadLetters_keepTheirPositionsAndWhatIsSettledAcrossACrash() {
    SpillStore store = connect();
    List<Long> before = new ArrayList<>();
    for (String text : numbered(MANY)) {
      store.deadLetters().append(Records.of(text), new RecordingCallback());
    }
    settle();
    letters(store, before);
    List<Long> settled = before.stream().filter(position -> position % 3 != 0).toList();
    settle(store, settled);
    List<Long> kept = new ArrayList<>();
    final List<String> texts = letters(store, kept);
    crash();
    try (SpillStore reopened = connect()) {
      List<Long> after = new ArrayList<>();
      assertThat(letters(reopened, after)).isEqualTo(texts);
      assertThat(after).isEqualTo(kept);
      assertThat(reopened.deadLetters().recovered()).isEqualTo(kept.size());
      assertThat(reopened.figures().deadLetters()).isEqualTo(kept.size());
    }
  }

  /** Nothing runs between settling and the crash, so whoever was told was told too early. */
  @Test
  protected void settle_thatIsToldForced_isKnownAfterACrashAtOnce() {
    SpillStore store = connect();
    store.deadLetters().append(Records.of("letter"), new RecordingCallback());
    settle();
    List<Long> positions = new ArrayList<>();
    letters(store, positions);
    RecordingCallback callback = new RecordingCallback();
    store.deadLetters().settle(new long[] {positions.get(0)}, callback);
    boolean told = callback.isForced();
    crash();
    try (SpillStore reopened = connect()) {
      boolean back = !letters(reopened).isEmpty();
      assertThat(told && back).as("told settled, and back after a crash").isFalse();
    }
  }
}
