package dev.spillway.queue;

import dev.spillway.Decision;
import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Refused;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The door of a queue: hands each event of an offer to its lane. Thread-safe, never blocks. */
final class QueueEntrance {
  private final Settings settings;
  private final Lane[] lanes;
  private final Availability availability;
  private volatile boolean open = true;

  QueueEntrance(Settings settings, Lane[] lanes, Availability availability) {
    this.settings = settings;
    this.lanes = lanes;
    this.availability = availability;
  }

  boolean isOpen() {
    return open;
  }

  /** Refuses everything from now on. */
  void close() {
    open = false;
  }

  CompletionStage<Receipt> offer(List<Event> events, Durability atLeast) {
    boolean durable = atLeast == Durability.DURABLE || settings.diskMode() == DiskMode.WRITE_AHEAD;
    Offer offer = new Offer(events, durable ? Durability.DURABLE : Durability.VOLATILE);
    if (!open) {
      refuseAll(offer, Reason.STOPPING);
    } else if (durable && settings.store() == null) {
      refuseAll(offer, Reason.NOT_DURABLE);
    } else {
      for (Lane lane : lanes) {
        lane.entrance().offer(offer);
      }
      availability.signal();
    }
    return offer.finish();
  }

  private void refuseAll(Offer offer, Reason reason) {
    for (int index = 0; index < offer.size(); index++) {
      LaneCounts counts = lane(offer.event(index).priority()).counts();
      counts.offered(1);
      counts.refused(reason, 1);
      offer.decide(index, Refusals.of(reason));
    }
  }

  Decision tryOffer(Event event) {
    if (settings.diskMode() == DiskMode.WRITE_AHEAD) {
      throw new IllegalStateException(
          "tryOffer must not be used on a write-ahead queue, use offer: queue=" + settings.name());
    }
    Decision decision = open ? lane(event.priority()).entrance().tryOffer(event) : null;
    if (decision == null) { // it takes the log, or a lower event's place
      return offer(List.of(event), Durability.VOLATILE).toCompletableFuture().join().decision(0);
    }
    if (!(decision instanceof Refused)) {
      availability.signal();
    }
    return decision;
  }

  private Lane lane(Priority priority) {
    return lanes[priority.ordinal()];
  }
}
