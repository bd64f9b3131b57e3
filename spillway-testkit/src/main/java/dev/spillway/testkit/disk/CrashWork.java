package dev.spillway.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.SpillStore;
import dev.spillway.testkit.FaultyFiles;
import dev.spillway.testkit.RecordingListener;
import dev.spillway.testkit.Records;
import dev.spillway.testkit.SimulatedFiles;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Drives one store in virtual time, and notes what it does to its files and what it promises. */
final class CrashWork {
  private final DiskContract contract;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Promises> lanes = new ArrayList<>();
  private final Promises letters = new Promises("dead letters");
  private final Map<Integer, Deque<SpillBlock>> out = new HashMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private SimulatedFiles files = new SimulatedFiles();
  private FaultyFiles faulty = new FaultyFiles(files);
  private TracedFiles traced = new TracedFiles(faulty, operations, Map.of());
  private VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(1));
  private SpillStore store;
  private int life;
  private int records;

  CrashWork(DiskContract contract) {
    this.contract = contract;
    for (Priority priority : Priority.values()) {
      lanes.add(new Promises(priority.token()));
    }
    for (Priority priority : Priority.values()) {
      lanes.add(new Promises(priority.token() + " carried over"));
    }
    store = open();
  }

  List<Operation> operations() {
    return operations;
  }

  /** Compares what was found after a crash behind so many operations with what was promised. */
  void check(Found found, int after) {
    assertThat(found.lost()).as("lost to damage that a loss of power can't do").isZero();
    for (int lane = 0; lane < lanes.size(); lane++) {
      lanes.get(lane).check(found.lanes().get(lane), after);
    }
    letters.check(found.letters(), after);
  }

  /** How often anything was promised or taken back by the time of so many operations. */
  long changes(int after) {
    return letters.changes(after) + lanes.stream().mapToLong(lane -> lane.changes(after)).sum();
  }

  private int now() {
    return operations.size();
  }

  private SpillStore open() {
    life++;
    out.clear();
    scheduler = new VirtualScheduler(new ManualTime(1));
    SpillStore opened = contract.open(traced, scheduler);
    opened.connect(new RecordingListener());
    return opened;
  }

  private SpillLane lane(int lane) {
    return OpenedStore.lanesOf(store).get(lane);
  }

  private List<String> texts(int count, int bytes) {
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      StringBuilder text = new StringBuilder("record " + records++ + " ");
      while (text.length() < bytes) {
        text.append((char) (' ' + random.nextInt(90)));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Appends {@code count} records that somebody waits for; the store has not worked yet. */
  void appendAwaited(int lane, int count, int bytes) {
    append(lane, texts(count, bytes), true);
  }

  /** Appends records that nobody waits for. */
  void append(int lane, int count, int bytes) {
    append(lane, texts(count, bytes), false);
  }

  private void append(int lane, List<String> batch, boolean awaited) {
    Promises promises = lanes.get(lane);
    batch.forEach(text -> promises.taken(text, now()));
    AppendCallback callback = awaited ? new Receipt(promises, batch) : null;
    assertThat(lane(lane).append(Records.of(batch), callback))
        .as("room for " + batch.size() + " records")
        .isTrue();
  }

  private final class Receipt implements AppendCallback {
    private final Promises promises;
    private final List<String> batch;
    private final int takenIn = life;

    Receipt(Promises promises, List<String> batch) {
      this.promises = promises;
      this.batch = batch;
    }

    @Override
    public void onForced() {
      assertThat(takenIn).as("life of the store that tells a receipt").isEqualTo(life);
      batch.forEach(text -> promises.kept(text, now()));
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      batch.subList(0, forcedRecords).forEach(text -> promises.kept(text, now()));
    }
  }

  /** The store does all that is due now. */
  void run() {
    scheduler.runDue();
  }

  /** Time passes in which all that is acknowledged is recorded. */
  void rest() {
    scheduler.advance(Duration.ofSeconds(2));
    lanes.forEach(lane -> lane.settledIsRecorded(now()));
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** Appends, each record on its own, and waits for the receipts. */
  void keep(int lane, int count, int bytes) {
    for (int index = 0; index < count; index++) {
      appendAwaited(lane, 1, bytes);
      run();
    }
  }

  /** Polls {@code blocks} of a lane; who sees a record has been promised it. */
  void poll(int lane, int blocks) {
    for (int index = 0; index < blocks; index++) {
      SpillBlock block = Objects.requireNonNull(lane(lane).poll(), "a block to poll");
      Records.texts(block.records()).forEach(text -> lanes.get(lane).kept(text, now()));
      out.computeIfAbsent(lane, none -> new ArrayDeque<>()).add(block);
      run();
    }
  }

  /** Acknowledges the oldest blocks that are out. */
  void acknowledge(int lane, int blocks) {
    for (int index = 0; index < blocks; index++) {
      acknowledge(lane, Objects.requireNonNull(out.get(lane)).removeFirst());
    }
  }

  /** Acknowledges the newest block that is out. */
  void acknowledgeNewest(int lane) {
    acknowledge(lane, Objects.requireNonNull(out.get(lane)).removeLast());
  }

  private void acknowledge(int lane, SpillBlock block) {
    Records.texts(block.records()).forEach(text -> lanes.get(lane).settled(text, now()));
    lane(lane).acknowledge(block);
  }

  /** Polls and acknowledges. */
  void deliver(int lane, int blocks) {
    poll(lane, blocks);
    acknowledge(lane, blocks);
  }

  /** Adds dead letters, each on its own, and waits for the receipts. */
  void addLetters(int count, int bytes) {
    for (String text : texts(count, bytes)) {
      letters.taken(text, now());
      AppendCallback callback = new Receipt(letters, List.of(text));
      assertThat(store.deadLetters().append(Records.of(text), callback)).isTrue();
      run();
      long end = store.deadLetters().end();
      positions.put(text, end - 1);
    }
  }

  /** Settles the letters that were added as number {@code first} to {@code end}, exclusive. */
  void settleLetters(int first, int end) {
    List<String> texts =
        positions.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList()
            .subList(first, end);
    texts.forEach(text -> letters.settled(text, now()));
    long[] sequences =
        texts.stream().mapToLong(text -> Objects.requireNonNull(positions.get(text))).toArray();
    AppendCallback callback =
        new AppendCallback() {
          @Override
          public void onForced() {
            texts.forEach(text -> letters.gone(text, now()));
          }

          @Override
          public void onFailed(int forcedRecords, Throwable cause) {}
        };
    assertThat(store.deadLetters().settle(sequences, callback)).isTrue();
  }

  /** Lets {@code skip} forces of files work and fails the {@code count} after them. */
  void failForces(int skip, int count) {
    faulty.failForces(skip, count);
  }

  /** Lets {@code skip} writes of files work and fails the {@code count} after them. */
  void failWrites(int skip, int count) {
    faulty.failWrites(skip, count);
  }

  void fullDisk(boolean full) {
    faulty.full(full);
  }

  void close() {
    store.close();
    lanes.forEach(
        lane -> {
          lane.allIsKept(now());
          lane.settledIsRecorded(now());
        });
    letters.allIsKept(now());
  }

  /** Closes the store and opens it again. */
  void reopen() {
    close();
    store = open();
    run();
  }

  /** Lets so many more changes of files happen; then everything fails until {@link #kill}. */
  void dieAfter(int changes) {
    files.dieAfter(changes);
  }

  /** The process dies and another one begins; the machine goes on. */
  void kill() {
    rebase(Moment.last(operations).seen());
    files = files.kill();
    faulty = new FaultyFiles(files);
    traced = traced.on(faulty);
    store = open();
    run();
  }

  /** The power goes, with the second half of what was not forced. */
  void losePower() {
    Moment last = Moment.last(operations);
    losePower(last.torn());
    store = open();
    run();
  }

  /**
   * The power goes, with one piece of what was not forced; when it comes back, the first write
   * fails.
   */
  void losePowerWithout(int piece) {
    losePower(Moment.last(operations).without(piece));
    faulty.failWrites(0, 1);
    store = open();
    run();
  }

  private void losePower(CrashImage image) {
    operations.add(new Operation.PowerLoss(image));
    rebase(image);
    files = image.files();
    faulty = new FaultyFiles(files);
    traced = new TracedFiles(faulty, operations, image.entries());
  }

  /** What a store finds in {@code image} is what the work goes on with. */
  private void rebase(CrashImage image) {
    Found found = contract.look(image.files());
    check(found, now());
    for (int lane = 0; lane < lanes.size(); lane++) {
      lanes.get(lane).found(found.lanes().get(lane), now());
    }
    letters.found(found.letters(), now());
    positions.keySet().retainAll(found.letters());
  }
}
