package dev.spillway.server.telemetry;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * A queue now and a while ago. Immutable.
 *
 * @param since the earlier look
 * @param now the later one
 */
public record QueueReading(Look since, Look now) {
  /** The state now. */
  public QueueFigures queue() {
    return now.queue();
  }

  /** What the dispatcher says now. */
  public DeliveryFigures delivery() {
    return now.delivery();
  }

  /** How long ago the earlier look was, in seconds. */
  public double seconds() {
    return (now.atNanos() - since.atNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** By how much a figure of all lanes' accounts grew. */
  public long grown(ToLongFunction<Account> figure) {
    return total(now, figure) - total(since, figure);
  }

  /** By how much a figure of the dispatcher grew. */
  public long grownInDelivery(ToLongFunction<DeliveryFigures> figure) {
    return figure.applyAsLong(now.delivery()) - figure.applyAsLong(since.delivery());
  }

  /** Events of all lanes held now. */
  public long held() {
    return total(now, Account::held);
  }

  /** Whether the backpressure of a lane is on. */
  public boolean backpressureIn(Priority lane) {
    LaneFigures figures = now.queue().lanes().get(lane);
    return figures != null && figures.pressure().on();
  }

  /** Events that the sink took, for each second; 0 when no time has passed. */
  public double deliveredPerSecond() {
    double seconds = seconds();
    return seconds > 0 ? grown(Account::delivered) / seconds : 0;
  }

  /** Refusals since the earlier look by reason; reasons that did not occur are left out. */
  public Map<Reason, Long> refused() {
    Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      long events = grown(account -> account.refused().getOrDefault(reason, 0L));
      if (events > 0) {
        refused.put(reason, events);
      }
    }
    return refused;
  }

  private static long total(Look look, ToLongFunction<Account> figure) {
    return look.queue().lanes().values().stream()
        .mapToLong(lane -> figure.applyAsLong(lane.account()))
        .sum();
  }

  /** What was seen at one moment of the queue's time. */
  public record Look(QueueFigures queue, DeliveryFigures delivery, long atNanos) {}
}
