package dev.spillway.queue;

import dev.spillway.Decision;
import dev.spillway.Durability;
import dev.spillway.Explanation;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of events with a lane for each priority, held in memory and, when it has a {@link
 * SpillStore}, in a log. Thread-safe.
 *
 * <p>What a lane does when it fills up is its {@link Strategy}, part of a {@link QueuePolicy} that
 * can be changed at any time. Lower priorities find no room earlier than higher ones, so a flood of
 * bulk never takes the room of critical events.
 *
 * <pre>{@code
 * EventQueue queue = EventQueue.builder("orders").memoryBytes(64 << 20).build();
 * Receipt receipt = queue.offer(event).toCompletableFuture().join();
 * }</pre>
 */
public final class EventQueue implements AutoCloseable {
  private static final Priority[] LANES = Priority.values();

  private final Settings settings;
  private final MemoryBudget budget = new MemoryBudget();
  private final Availability availability;
  private final DeadLetters deadLetters;
  private final DeadLetterBox deadLetterBox;
  private final Lane[] lanes = new Lane[LANES.length];
  private final Admission admission;
  private final QueueEntrance entrance;
  private final QueueExit exit;

  private final ReentrantLock closing = new ReentrantLock();

  /** Guarded by the closing lock. */
  private boolean closed;

  EventQueue(Settings settings) {
    this.settings = settings;
    availability = new Availability(settings.time());
    SpillStore store = settings.store();
    if (store != null) {
      store.connect(new StoreListener());
    }
    deadLetters = new DeadLetters(store, budget, settings.shares().boundBytes());
    admission = new Admission(settings);
    Lane.Shared shared =
        new Lane.Shared(
            budget,
            new RecordBuffers(),
            availability,
            deadLetters,
            admission,
            new Displacement(lanes));
    Arrays.setAll(lanes, index -> new Lane(LANES[index], settings, shared));
    entrance = new QueueEntrance(settings, lanes, availability);
    exit = new QueueExit(settings, lanes, availability);
    int chunkBytes = Math.min(LaneLog.CHUNK_BYTES, settings.shares().maxEventBytes());
    LetterReplay replaying =
        new LetterReplay(this::lane, entrance::isOpen, chunkBytes, store != null);
    deadLetterBox = new DeadLetterBox(deadLetters, replaying);
  }

  /** Starts a queue called {@code name}, as figures and sinks will show it. */
  public static EventQueueBuilder builder(String name) {
    return new EventQueueBuilder(name);
  }

  public String name() {
    return settings.name();
  }

  /** The time that it goes by. */
  public TimeSource time() {
    return settings.time();
  }

  /** Offers one event under the queue's own promise. */
  public CompletionStage<Receipt> offer(Event event) {
    return offer(List.of(event));
  }

  /** Offers events under the queue's own promise: durable for write-ahead, else volatile. */
  public CompletionStage<Receipt> offer(List<Event> events) {
    return offer(events, Durability.VOLATILE);
  }

  /**
   * Offers events; those of one lane keep their order. Never blocks. A volatile answer is complete
   * at once, a durable one when its events are forced to disk. It never completes exceptionally.
   *
   * @param atLeast the weakest promise that will do; a write-ahead queue always promises more
   */
  public CompletionStage<Receipt> offer(List<Event> events, Durability atLeast) {
    return entrance.offer(events, atLeast);
  }

  /**
   * Offers one event under a volatile promise and answers at once, which takes less than {@link
   * #offer}: a refusal allocates nothing. Never blocks.
   *
   * @throws IllegalStateException for a write-ahead queue, whose promise takes a force
   */
  public Decision tryOffer(Event event) {
    return entrance.tryOffer(event);
  }

  /** What it decides by now. */
  public QueuePolicy policy() {
    return admission.policy();
  }

  /**
   * Decides by {@code wanted} from the next offer on. What is held stays where it is.
   *
   * @throws IllegalArgumentException if the strategy is SPILL and there is no log; nothing is
   *     changed then
   */
  public void change(QueuePolicy wanted) {
    admission.change(wanted);
  }

  /**
   * Why an event of {@code priority} would be admitted, delayed or refused now.
   *
   * @param tenant whose event it is; null for one without
   */
  public Explanation explain(Priority priority, @Nullable String tenant) {
    return new Explainer(lane(priority), settings.store()).explain(entrance.isOpen(), tenant);
  }

  Lane lane(Priority priority) {
    return lanes[priority.ordinal()];
  }

  /**
   * Calls {@code listener} whenever a poll that found nothing might find something. It is called
   * from producers' and the store's threads and must return at once. There is one listener; a later
   * one takes its place.
   */
  public void onAvailable(Runnable listener) {
    availability.listener(listener);
  }

  /**
   * Takes the next batch, or null when there is none now. A batch comes from the highest lane that
   * waits; while that lane has a batch out, or is below {@code lowest}, there is none.
   *
   * @param maxEvents the most events of the batch, at least 1
   * @param maxBytes the most payload bytes of the batch if it has more than one event
   */
  public @Nullable Batch poll(Priority lowest, int maxEvents, int maxBytes) {
    return exit.poll(lowest, maxEvents, maxBytes);
  }

  /**
   * Whether a lane above {@code priority} has events that wait, so that {@link #poll} would start
   * nothing of this one. Whoever holds a batch back and goes on with it later asks here.
   */
  public boolean isWaitingAbove(Priority priority) {
    return exit.isWaitingAbove(priority);
  }

  /**
   * Takes the next batch as {@link #poll} does, waiting for one up to {@code timeout}. Waiting
   * costs no processor time. A queue that is closed gives null at once, also to who waits already.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public @Nullable Batch take(Priority lowest, int maxEvents, int maxBytes, Duration timeout)
      throws InterruptedException {
    return exit.take(lowest, maxEvents, maxBytes, Nanos.of(timeout));
  }

  /**
   * How long until an event that waits for another try is due, in nanoseconds; {@link
   * Long#MAX_VALUE} when there is none. {@link #onAvailable} does not tell of these.
   *
   * <p>Lanes with an event that was due when the caller polled are left out: something else keeps
   * it, and its end will be told.
   *
   * @param polledNanos when the caller polled, by {@link #time}
   */
  public long untilNextRetryNanos(long polledNanos) {
    return exit.untilNextRetryNanos(polledNanos);
  }

  /** The events held in memory, in the log and in delivery. */
  public long held() {
    long held = 0;
    for (Lane lane : lanes) {
      held += lane.held();
    }
    return held;
  }

  /** The state now. Lanes are looked at one after another, each exactly. */
  public QueueFigures figures() {
    Map<Priority, LaneFigures> figures = new EnumMap<>(Priority.class);
    for (Lane lane : lanes) {
      figures.put(lane.priority(), lane.figures());
    }
    SpillStore store = settings.store();
    return new QueueSnapshot(
        settings.name(),
        admission.policy(),
        settings.diskMode(),
        entrance.isOpen(),
        budget.usedBytes(),
        settings.shares().boundBytes(),
        Map.copyOf(figures),
        admission.guards().figures(admission.policy()),
        admission.guards().rateFigures(),
        deadLetters.kept(),
        store == null ? null : store.figures(),
        entrance.isOpen() && (settings.diskMode() != DiskMode.WRITE_AHEAD || takesCritical(store)),
        trouble(store));
  }

  private static boolean takesCritical(@Nullable SpillStore store) {
    return store == null || store.backlog(Priority.CRITICAL).refusal() == null;
  }

  private @Nullable String trouble(@Nullable SpillStore store) {
    String storeTrouble = store == null ? null : store.trouble();
    if (storeTrouble != null || !deadLetters.isFull()) {
      return storeTrouble;
    }
    return "the dead letters are full, so events whose last try failed are tried again";
  }

  /** The events whose last try failed, to look at, to replay and to throw away. */
  public DeadLetterBox deadLetters() {
    return deadLetterBox;
  }

  /** Refuses new events from now on; what is held can still be taken. */
  public void stopAccepting() {
    entrance.close();
  }

  /**
   * Stops accepting, writes what memory holds to the log and closes it. Consumers should have
   * settled or released their batches; the events of one that is still out are written too.
   *
   * <p>Afterwards {@link LaneFigures#inMemory} tells what could not be written and is lost.
   */
  @Override
  public void close() {
    closing.lock();
    try {
      stopAccepting();
      if (closed) {
        return;
      }
      closed = true;
      deadLetterBox.close();
      exit.close();
      SpillStore store = settings.store();
      for (Lane lane : lanes) {
        lane.close(store);
      }
      if (store != null) {
        store.close();
      }
    } finally {
      closing.unlock();
    }
  }

  /** Hears the store. */
  private final class StoreListener implements SpillListener {
    @Override
    public void onReadable() {
      availability.signal();
    }

    @Override
    public void onMemoryReleased(long bytes) {
      budget.release(bytes);
    }
  }
}
