package dev.spillway.benchmarks.kill;

import static java.util.Objects.requireNonNull;

import dev.spillway.Priority;
import dev.spillway.benchmarks.kill.Told.Answered;
import dev.spillway.benchmarks.kill.Told.Delivered;
import dev.spillway.benchmarks.kill.Told.Item;
import dev.spillway.benchmarks.kill.Told.Offered;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Refusal;
import dev.spillway.benchmarks.kill.Told.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds what children deliver against what they had told. It forgets what came before a moment at
 * which nothing was held, so it grows with what happens between two of those. Not thread-safe.
 */
final class Ledger {
  private final Findings findings = new Findings();
  private final List<List<ParcelBook>> lives = new ArrayList<>();
  private final LaneOrder order = new LaneOrder(Victim.PRODUCERS);
  private final Repeats repeats;
  private LifeBook lifeBook = new LifeBook();
  private int life;
  private int forgotten;
  private @Nullable Stopped left;
  private boolean untouched;
  private long receipts;
  private long duplicates;

  /**
   * Of nothing yet.
   *
   * @param blockEvents the most events of a block
   */
  Ledger(int blockEvents) {
    repeats = new Repeats(blockEvents);
  }

  /** Another life begins; {@code overflow} tells that its queue may hold events in memory alone. */
  void begin(boolean overflow) {
    life++;
    lifeBook = new LifeBook();
    order.begin();
    List<ParcelBook> books = new ArrayList<>();
    for (int producer = 0; producer < Victim.PRODUCERS; producer++) {
      books.add(new ParcelBook(life, producer, overflow && Victim.isVolatile(producer)));
    }
    lives.add(books);
  }

  void hear(Told told, int millis) {
    if (told instanceof Delivered batch) {
      batch.items().forEach(item -> delivered(batch.lane(), item, millis));
    } else if (told instanceof Offered offered) {
      offered(offered);
    } else if (told instanceof Answered answered) {
      answered(answered);
    } else if (told instanceof Ready ready) {
      LifeBook.check(ready, left, untouched, findings);
      left = null;
    } else if (told instanceof Stopped stopped) {
      stopped(stopped);
    }
  }

  private void offered(Offered offer) {
    ParcelBook book = requireNonNull(book(life, offer.producer()));
    if (offer.first() != book.offered()) {
      throw new IllegalArgumentException("first must be " + book.offered() + ": " + offer);
    }
    book.offer(offer.count());
    lifeBook.offered();
    for (int number = offer.first(); number < offer.first() + offer.count(); number++) {
      lifeBook.offered(new Parcel(life, offer.producer(), number).priority());
    }
  }

  private void answered(Answered answered) {
    Offered offer = answered.offer();
    ParcelBook book = requireNonNull(book(life, offer.producer()));
    lifeBook.answered();
    int accepted = offer.first();
    for (Refusal refusal : answered.refusals()) {
      accept(book, accepted, refusal.number(), answered.durable());
      accepted = refusal.number() + 1;
      lifeBook.refused(new Parcel(life, offer.producer(), refusal.number()).priority());
      if (!refusal.uncertain()) {
        book.refuse(refusal.number());
      }
    }
    accept(book, accepted, offer.first() + offer.count(), answered.durable());
  }

  private void accept(ParcelBook book, int from, int to, boolean durable) {
    for (int number = from; number < to; number++) {
      book.accept(number, durable);
    }
    receipts += durable ? to - from : 0;
  }

  private @Nullable ParcelBook book(int ofLife, int producer) {
    int index = ofLife - forgotten - 1;
    return index < 0 || index >= lives.size() || producer >= Victim.PRODUCERS
        ? null
        : lives.get(index).get(producer);
  }

  private void delivered(Priority lane, Item item, int millis) {
    lifeBook.delivered(lane);
    Parcel parcel = Parcel.of(item.id());
    ParcelBook book = parcel == null ? null : book(parcel.life(), parcel.producer());
    if (parcel == null || book == null || parcel.number() >= book.offered()) {
      boolean old = parcel != null && parcel.life() <= forgotten;
      tell(item.id(), lane, old ? "was delivered after all was drained" : "was never offered");
    } else if (parcel.priority() != lane || parcel.checksum() != item.checksum()) {
      tell(item.id(), lane, "was delivered with other content or another lane than was offered");
    } else {
      delivered(parcel, book, millis);
    }
  }

  private void delivered(Parcel parcel, ParcelBook book, int millis) {
    int number = parcel.number();
    boolean first = !book.isDelivered(number);
    if (book.isRefused(number)) {
      tell(parcel, "was refused, and delivered");
    }
    String wrong = null;
    if (!first) {
      duplicates++;
      wrong = repeated(parcel, book);
    }
    boolean ordered = !parcel.isReturned() && !(book.isLoose() && parcel.life() != life);
    if (wrong == null && ordered) {
      wrong = order.check(parcel, first);
    }
    if (wrong != null) {
      tell(parcel, wrong);
    }
    book.deliver(number, life, millis);
    repeats.delivered(parcel.priority(), millis);
  }

  /** What was refused by its sink is written again, so a kill may leave it in two places. */
  private @Nullable String repeated(Parcel parcel, ParcelBook book) {
    return parcel.isReturned()
        ? null
        : repeats.check(
            book.lastLife(parcel.number()), book.lastMillis(parcel.number()), parcel.priority());
  }

  private void tell(Parcel parcel, String what) {
    tell(parcel.id(), parcel.priority(), what);
  }

  private void tell(String id, Priority lane, String what) {
    findings.add(text(id, lane, what));
  }

  private static String text(String id, Priority lane, String what) {
    return "event " + id + " lane=" + lane.token() + " " + what;
  }

  private void stopped(Stopped stopped) {
    lifeBook.check(stopped, findings);
    repeats.stopped(life, lifeBook.released(stopped));
    left = stopped;
    untouched = true;
    lives.get(lives.size() - 1).forEach(ParcelBook::keepAccepted);
    findPassed();
    if (stopped.letters() == 0 && stopped.lanes().stream().allMatch(lane -> lane.held() == 0)) {
      settle();
    }
  }

  /** The life was killed. */
  void killed(int millis) {
    untouched = false;
    repeats.killed(life, millis);
    findPassed();
  }

  /** What is behind in its lane was delivered, so what is owed before it has been lost. */
  private void findPassed() {
    forEachOwed(
        (book, parcel) -> {
          Parcel passed = order.passed(parcel);
          if (passed != null && !book.isLoose() && !parcel.isReturned()) {
            missed(book, parcel, "was told durable, and passed over by " + passed.id());
          }
        });
  }

  /** Nothing is held, so nothing may be owed. */
  private void settle() {
    forEachOwed((book, parcel) -> missed(book, parcel, "was told durable, and never delivered"));
    lives.clear();
    repeats.forget();
    forgotten = life;
  }

  private void forEachOwed(BiConsumer<ParcelBook, Parcel> action) {
    for (List<ParcelBook> books : lives) {
      books.forEach(book -> book.owed().forEach(parcel -> action.accept(book, parcel)));
    }
  }

  private void missed(ParcelBook book, Parcel parcel, String what) {
    book.miss(parcel.number());
    findings.addBroken(text(parcel.id(), parcel.priority(), what));
  }

  /** Whether nothing is held that the ledger knows of. */
  boolean isSettled() {
    return lives.isEmpty();
  }

  Findings findings() {
    return findings;
  }

  /** Events that were told durable. */
  long receipts() {
    return receipts;
  }

  /** Deliveries beyond the first of an event. */
  long duplicates() {
    return duplicates;
  }
}
