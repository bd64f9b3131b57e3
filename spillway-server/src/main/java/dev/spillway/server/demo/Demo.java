package dev.spillway.server.demo;

import static java.util.Objects.requireNonNull;

import dev.spillway.Priority;
import dev.spillway.queue.Account;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.server.Gateway;
import dev.spillway.server.GatewayException;
import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.LoadedConfig;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the demonstration once, in a directory of its own that is gone afterwards. */
public final class Demo {
  private static final String QUEUE = "demo";
  private static final long LOOK_NANOS = 250_000_000;

  /** Draining is planned to take a tenth of the time; a slow machine gets so much more. */
  private static final long DRAIN_MARGIN_MILLIS = 60_000;

  private final DemoPlan plan;
  private final Consumer<Moment> watcher;
  private final DemoWaits waits;
  private final DemoSink sink;

  /**
   * A demonstration that has not begun.
   *
   * @param watcher is shown four moments a second
   */
  public Demo(DemoPlan plan, Consumer<Moment> watcher) {
    this.plan = plan;
    this.watcher = watcher;
    waits = new DemoWaits(plan);
    sink = new DemoSink(plan, waits);
  }

  /**
   * Runs to the end.
   *
   * @throws GatewayException if the gateway cannot start
   * @throws IOException if there is no room for a temporary directory
   * @throws InterruptedException if the thread is interrupted; everything is stopped then
   */
  public DemoReport run() throws GatewayException, IOException, InterruptedException {
    Path directory = Files.createTempDirectory("spillway-demo-");
    Thread cleaner = new Thread(() -> delete(directory), "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleaner);
    try (Gateway gateway = Gateway.start(config(directory), queue -> sink)) {
      return run(gateway);
    } finally {
      delete(directory);
      Runtime.getRuntime().removeShutdownHook(cleaner);
    }
  }

  private static LoadedConfig config(Path directory) {
    String queue = "queues." + QUEUE + '.';
    List<String> assignments =
        List.of(
            "http.port=0",
            "data.directory=" + directory,
            queue + "profile=security-events",
            queue + "strategy=spill",
            queue + "memory-bytes=2MB",
            queue + "disk.max-bytes=256MB",
            queue + "delivery.batch-events=50");
    try {
      return ConfigReader.read(new ConfigInputs(null, Map.of(), assignments));
    } catch (ConfigException e) {
      throw new IllegalStateException("the demonstration's own configuration is wrong", e);
    }
  }

  private DemoReport run(Gateway gateway) throws InterruptedException {
    EventQueue queue = requireNonNull(gateway.queues().get(QUEUE));
    DemoProducers producers = new DemoProducers(plan, gateway.url(), QUEUE);
    producers.start();
    CountDownLatch done = new CountDownLatch(1);
    try (TaskScheduler looks = TaskScheduler.onThread("demo-look")) {
      look(looks, queue, producers, done);
      done.await();
    } finally {
      producers.stop();
    }
    return report(queue.figures(), producers);
  }

  /** Looks at the queue again and again, until it is empty after the load or time is up. */
  private void look(
      TaskScheduler looks, EventQueue queue, DemoProducers producers, CountDownLatch done) {
    long elapsedMillis = sink.elapsedMillis();
    QueueFigures figures = queue.figures();
    watcher.accept(new Moment(elapsedMillis, plan, figures));
    boolean loadIsOver = elapsedMillis > plan.loadMillis() + 500;
    boolean late = elapsedMillis > plan.seconds() * 1_000L + DRAIN_MARGIN_MILLIS;
    if ((loadIsOver && queue.held() == 0) || late || producers.failure() != null) {
      done.countDown();
    } else {
      looks.schedule(() -> look(looks, queue, producers, done), LOOK_NANOS);
    }
  }

  private DemoReport report(QueueFigures figures, DemoProducers producers) {
    List<DemoReport.Lane> lanes = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    String failure = producers.failure();
    if (failure != null) {
      problems.add(failure);
    }
    for (Priority priority : Priority.values()) {
      LaneFigures lane = requireNonNull(figures.lanes().get(priority));
      Account account = lane.account();
      lanes.add(
          new DemoReport.Lane(
              priority, account, waits.all(priority), waits.outsideStalls(priority)));
      compare(problems, priority, "the account's balance", 0, account.imbalance());
      compare(problems, priority, "held at the end", 0, account.held());
      compare(problems, priority, "offered", producers.offered(priority), account.offered());
      compare(
          problems,
          priority,
          "delivered and redelivered",
          waits.handed(priority),
          account.delivered() + account.redelivered());
    }
    return new DemoReport(plan, lanes, problems);
  }

  private static void compare(
      List<String> problems, Priority priority, String what, long expected, long found) {
    if (expected != found) {
      problems.add(priority.token() + ": " + what + " must be " + expected + ": " + found);
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory + "; remove it by hand", e);
    }
  }

  /**
   * One look.
   *
   * @param elapsedMillis since the start
   * @param plan what is to happen
   * @param figures the queue's
   */
  public record Moment(long elapsedMillis, DemoPlan plan, QueueFigures figures) {}
}
