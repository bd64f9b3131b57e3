package dev.spillway.micrometer;

import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.EventQueue;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The meters of one queue and its dispatcher. Thread-safe.
 *
 * <p>They are read when a registry asks for them, and cost nothing in between: the queue is looked
 * at once for all that is asked within a second. Counters never go down while the queue lives.
 * Durations are histograms on a Prometheus registry; on others they are timers of count and sum,
 * with the maximum since the start.
 *
 * <pre>{@code
 * QueueMeters meters = QueueMeters.of(queue, dispatcher::figures);
 * meters.bindTo(registry);
 * ...
 * meters.close();
 * }</pre>
 */
public final class QueueMeters extends Binding<Snapshot> {
  private QueueMeters(
      EventQueue queue, Supplier<DeliveryFigures> delivery, List<MeterFamily<Snapshot>> families) {
    super(queue.name(), new Snapshots<>(queue.time(), new QueueLook(queue, delivery)), families);
  }

  /**
   * Meters that are bound nowhere yet.
   *
   * @param delivery tells what the queue's dispatcher does
   */
  public static QueueMeters of(EventQueue queue, Supplier<DeliveryFigures> delivery) {
    return of(queue, delivery, "");
  }

  /**
   * Meters with the names of an older system beside Spillway's own.
   *
   * @param profile stands for the older system, such as {@code security-events}; one that replaces
   *     none adds nothing
   */
  public static QueueMeters of(
      EventQueue queue, Supplier<DeliveryFigures> delivery, String profile) {
    return new QueueMeters(
        queue, delivery, Stream.concat(own().stream(), OldNames.of(profile).stream()).toList());
  }

  /** Every meter of Spillway's own names. */
  public static List<MeterDescription> described() {
    return own().stream().map(MeterFamily::description).toList();
  }

  /** The meters with the names of the system that {@code profile} stands for. */
  public static List<MeterDescription> oldNames(String profile) {
    return OldNames.of(profile).stream().map(MeterFamily::description).toList();
  }

  private static List<MeterFamily<Snapshot>> own() {
    return Stream.of(LaneFamilies.ALL, GuardFamilies.ALL, QueueFamilies.ALL, SinkFamilies.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
