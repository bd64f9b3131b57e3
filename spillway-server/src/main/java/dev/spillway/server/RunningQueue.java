package dev.spillway.server;

import dev.spillway.Priority;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.Sink;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.EventQueueBuilder;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.queue.SpillFigures;
import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.DeliveryConfig;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.http.QueueControl;
import dev.spillway.server.http.ServedQueue;
import dev.spillway.server.sink.Circuits;
import dev.spillway.server.sink.EndpointFigures;
import dev.spillway.server.sink.EndpointSink;
import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillRecovery;
import dev.spillway.spill.SpillSizeException;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue with its log, its dispatcher and its sink. Stopped in two steps, each once. */
final class RunningQueue implements QueueControl {
  private static final Logger LOGGER = LoggerFactory.getLogger(RunningQueue.class);

  /** Of a change, in the line that tells of it. */
  private static final int SHOWN_CHARACTERS = 500;

  private final QueueConfig config;
  private final LiveConfig.Part live;
  private final EventQueue queue;
  private final Dispatcher dispatcher;
  private final @Nullable SpillLog log;
  private final Supplier<List<EndpointFigures>> endpoints;

  private RunningQueue(LiveConfig.Part live, EventQueue queue, Sink sink, @Nullable SpillLog log) {
    this.config = live.started();
    this.live = live;
    this.queue = queue;
    this.log = log;
    dispatcher = dispatcher(live.all().config(), config, queue, sink);
    endpoints = sink instanceof EndpointSink calling ? calling::endpoints : List::of;
  }

  /**
   * Opens the log and the queue; nothing is delivered yet.
   *
   * @throws GatewayException if the log cannot be opened or the sizes do not go together
   */
  static RunningQueue open(LiveConfig live, QueueConfig config, DataDirectory data, SinkMaker sinks)
      throws GatewayException {
    SpillLog log = null;
    EventQueue queue = null;
    boolean opened = false;
    try {
      EventQueueBuilder builder = EventQueue.builder(config.name());
      builder.memoryBytes(config.memoryBytes()).policy(config.policy());
      config.laneEvents().forEach(builder::laneEvents);
      if (config.disk().mode() != DiskMode.NONE) {
        log = LogSizes.log(live.config(), config, data.ofQueue(config.name())).open();
        builder.spill(log, config.disk().mode());
      } else {
        data.tellOfUnreadLog(config.name());
      }
      queue = builder.build();
      RunningQueue running =
          new RunningQueue(new LiveConfig.Part(live, config), queue, sinks.make(config), log);
      logOpened(config, queue.figures(), log == null ? null : log.recovery());
      opened = true;
      return running;
    } catch (SpillSizeException e) {
      throw new GatewayException(LogSizes.problem(config, e).message(), e);
    } catch (IllegalArgumentException e) {
      throw new GatewayException(
          "queues." + config.name() + " has sizes that do not go together: " + e.getMessage(), e);
    } catch (SpillException e) {
      throw new GatewayException("queue " + config.name() + ": " + e.getMessage(), e);
    } finally {
      if (!opened && queue != null) {
        queue.close();
      } else if (!opened && log != null) {
        log.close();
      }
    }
  }

  private static Dispatcher dispatcher(
      GatewayConfig gateway, QueueConfig config, EventQueue queue, Sink sink) {
    DeliveryConfig delivery = config.delivery();
    TaskScheduler scheduler = TaskScheduler.onThread("dispatch-" + config.name());
    return Dispatcher.builder(queue, sink, scheduler)
        .circuit(Circuits.of(config.name(), delivery.circuit(), scheduler.time()))
        .reportingInterval(gateway.healthInterval())
        .batchEvents(delivery.batchEvents())
        .batchBytes(delivery.batchBytes())
        .slots(delivery.slots())
        .tries(delivery.tries())
        .retryDelay(delivery.retryDelay(), delivery.retryFactor())
        .build();
  }

  private static void logOpened(
      QueueConfig config, QueueFigures figures, @Nullable SpillRecovery recovery) {
    LOGGER.info(
        "event=queue-opened queue={} strategy={} disk={} recovered={} deadLetters={}",
        config.name(),
        config.policy().strategy().token(),
        config.disk().mode().token(),
        figures.lanes().values().stream().mapToLong(l -> l.account().recovered()).sum(),
        figures.deadLetters());
    if (recovery != null && !recovery.clean()) {
      LOGGER.warn(
          "event=log-not-closed queue={} consequence={}",
          config.name(),
          LogValue.of(
              "the last run ended without a stop; "
                  + (config.disk().mode() == DiskMode.WRITE_AHEAD
                      ? "what it accepted as durable is here"
                      : "what it held in memory alone is lost")
                  + ", and some events may be delivered again"));
    }
    if (recovery != null && recovery.stateRebuilt()) {
      LOGGER.warn(
          "event=log-state-rebuilt queue={} consequence={}",
          config.name(),
          LogValue.of("everything in the log is delivered again"));
    }
    if (recovery != null && recovery.unconfirmedRecords() > 0) {
      LOGGER.warn(
          "event=log-unconfirmed-tail queue={} records={}",
          config.name(),
          recovery.unconfirmedRecords());
    }
  }

  EventQueue queue() {
    return queue;
  }

  ServedQueue served() {
    return new ServedQueue(config, queue, dispatcher::figures, dispatcher.circuit(), this);
  }

  @Override
  public DeliveryConfig delivery() {
    return live.all().config().queue(config.name()).delivery();
  }

  @Override
  public List<EndpointFigures> endpoints() {
    return endpoints.get();
  }

  @Override
  public void change(String json) throws ConfigException {
    live.change(
        json,
        next -> {
          queue.change(next.policy());
          dispatcher.batches(next.delivery().batchEvents(), next.delivery().batchBytes());
        });
    String shown = json.length() > SHOWN_CHARACTERS ? json.substring(0, SHOWN_CHARACTERS) : json;
    LOGGER.info("event=queue-changed queue={} change={}", config.name(), LogValue.of(shown));
  }

  void start() {
    dispatcher.start();
  }

  /** Refuses new events and goes on delivering; completes when nothing is left or time is up. */
  CompletionStage<Void> drain(Duration limit) {
    queue.stopAccepting();
    return dispatcher.stop(limit);
  }

  /** Writes what memory holds to the log and closes it. */
  Remains close() {
    queue.close();
    QueueFigures figures = queue.figures();
    long lost = 0;
    long kept = 0;
    StringBuilder lanes = new StringBuilder();
    for (Map.Entry<Priority, LaneFigures> lane : figures.lanes().entrySet()) {
      long inMemory = lane.getValue().inMemory();
      lost += inMemory;
      kept += lane.getValue().inLog();
      if (inMemory > 0) {
        lanes.append(lanes.isEmpty() ? "" : ",").append(lane.getKey().token());
        lanes.append(':').append(inMemory);
      }
    }
    SpillFigures spill = figures.spill();
    long letters = spill == null ? figures.deadLetters() : 0;
    if (letters > 0) {
      lanes.append(lanes.isEmpty() ? "" : ",").append("dead-letters:").append(letters);
    }
    if (lost + letters > 0) {
      LOGGER.error(
          "event=events-lost queue={} lost={} lanes={}", config.name(), lost + letters, lanes);
    }
    String trouble = log == null ? null : log.closeTrouble();
    if (trouble != null) {
      String unsafe = unsafe(kept, figures.deadLetters(), trouble);
      LOGGER.error("event=events-unsafe queue={} what={}", config.name(), LogValue.of(unsafe));
      return new Remains(config.name(), 0, lost + letters, unsafe);
    }
    LOGGER.info("event=queue-closed queue={} kept={}", config.name(), kept);
    return new Remains(config.name(), kept, lost + letters, null);
  }

  private static String unsafe(long kept, long deadLetters, String trouble) {
    return String.format(
        Locale.ROOT,
        "%,d events and %,d dead letters may be gone, and what was delivered may come again: %s;"
            + " run spillway spill verify before the next start",
        kept,
        deadLetters,
        trouble);
  }

  /**
   * What a closed queue leaves.
   *
   * @param kept events in its log
   * @param lost events that are gone
   * @param unsafe in words, events of which that is not known; null when it is of all
   */
  record Remains(String queue, long kept, long lost, @Nullable String unsafe) {}
}
