package dev.spillway.benchmarks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.benchmarks.kill.Told.Answered;
import dev.spillway.benchmarks.kill.Told.Delivered;
import dev.spillway.benchmarks.kill.Told.Item;
import dev.spillway.benchmarks.kill.Told.Offered;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Refusal;
import dev.spillway.benchmarks.kill.Told.Stopped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each check bites. */
class LedgerTest {
  private static final int OFFERED = 100;
  private static final int BLOCK_EVENTS = 3;
  private static final int VOLATILE = Victim.PRODUCERS - 1;

  private final Ledger ledger = new Ledger(BLOCK_EVENTS);
  private final long[] held = new long[Priority.values().length];
  private final long[] delivered = new long[Priority.values().length];
  private final long[] offered = new long[Priority.values().length];
  private int life;
  private int millis = 10;

  private void begin() {
    ledger.begin(true);
    life++;
    Arrays.fill(delivered, 0);
    Arrays.fill(offered, 0);
  }

  /** Offers so many that each lane has some, and takes all but {@code refusals}. */
  private void offer(int producer, Refusal... refusals) {
    Offered offer = new Offered(producer, 0, OFFERED);
    ledger.hear(offer, millis);
    ledger.hear(new Answered(offer, producer != VOLATILE, List.of(refusals)), millis);
    IntStream.range(0, OFFERED)
        .mapToObj(number -> new Parcel(life, producer, number))
        .forEach(parcel -> offered[parcel.priority().ordinal()]++);
  }

  /** The parcels of this life and {@code producer} that belong to the highest lane. */
  private List<Parcel> critical(int producer) {
    return all(producer).stream()
        .filter(parcel -> parcel.priority() == Priority.CRITICAL)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private List<Parcel> all(int producer) {
    return IntStream.range(0, OFFERED)
        .mapToObj(number -> new Parcel(life, producer, number))
        .toList();
  }

  private void deliver(List<Parcel> parcels) {
    for (Parcel parcel : parcels) {
      Item item = new Item(parcel.id(), parcel.checksum());
      ledger.hear(new Delivered(parcel.priority(), List.of(item)), millis);
      delivered[parcel.priority().ordinal()]++;
    }
  }

  private void stop() {
    List<LaneBook> books = new ArrayList<>();
    for (int lane = 0; lane < held.length; lane++) {
      books.add(new LaneBook(offered[lane], 0, delivered[lane], held[lane], 0, 0, 0));
    }
    ledger.hear(new Stopped(0, 0, 0, true, books), millis);
  }

  private List<String> findings() {
    return ledger.findings().texts();
  }

  @Test
  void hear_allIsDeliveredInOrder_findsNothing() {
    begin();
    offer(0);
    deliver(critical(0).subList(0, 3));
    ledger.killed(millis);
    List<Parcel> all = all(0);
    begin();
    deliver(all);
    stop();
    assertThat(findings()).isEmpty();
    assertThat(ledger.isSettled()).isTrue();
    assertThat(ledger.receipts()).isEqualTo(OFFERED);
    assertThat(ledger.duplicates()).isEqualTo(3);
  }

  @Test
  void stopped_nothingIsHeldAndAReceiptWasNeverDelivered_isBroken() {
    begin();
    offer(0);
    deliver(all(0).subList(0, OFFERED - 1));
    stop();
    Parcel lost = all(0).get(OFFERED - 1);
    assertThat(findings())
        .containsExactly(
            "event 1-0-99 lane="
                + lost.priority().token()
                + " was told durable, and never delivered");
    assertThat(ledger.findings().broken()).isOne();
  }

  @Test
  void killed_aReceiptWasPassedOver_isBrokenAtOnce() {
    begin();
    offer(0);
    List<Parcel> critical = critical(0);
    Parcel lost = critical.remove(1);
    deliver(critical.subList(0, 2));
    ledger.killed(millis);
    assertThat(findings())
        .containsExactly(
            "event "
                + lost.id()
                + " lane=critical was told durable, and passed over by "
                + critical.get(1).id());
    assertThat(ledger.findings().broken()).isOne();
  }

  @Test
  void delivered_idThatNobodyOffered_isFound() {
    begin();
    offer(0);
    for (String id : List.of("1-0-100", "1-1-0", "2-0-0", "1-9-0", "other")) {
      ledger.hear(new Delivered(Priority.LOW, List.of(new Item(id, 0))), millis);
    }
    assertThat(findings())
        .hasSize(5)
        .allMatch(text -> text.endsWith(" lane=low was never offered"))
        .contains("event other lane=low was never offered");
  }

  @Test
  void delivered_otherContentOrLane_isFoundAndStillOwed() {
    begin();
    offer(0);
    Parcel parcel = critical(0).get(0);
    ledger.hear(
        new Delivered(Priority.CRITICAL, List.of(new Item(parcel.id(), parcel.checksum() + 1))),
        millis);
    ledger.hear(
        new Delivered(Priority.HIGH, List.of(new Item(parcel.id(), parcel.checksum()))), millis);
    assertThat(findings())
        .hasSize(2)
        .allMatch(text -> text.endsWith("with other content or another lane than was offered"));
  }

  @Test
  void delivered_wasRefused_isFound() {
    begin();
    Parcel refused = critical(0).get(0);
    offer(0, new Refusal(refused.number(), false));
    deliver(List.of(refused));
    assertThat(findings())
        .containsExactly("event " + refused.id() + " lane=critical was refused, and delivered");
  }

  @Test
  void delivered_refusedBecauseTheDiskFailed_mayStillBeThere() {
    begin();
    Parcel refused = critical(0).get(0);
    offer(0, new Refusal(refused.number(), true));
    deliver(List.of(refused));
    assertThat(findings()).isEmpty();
  }

  @Test
  void delivered_behindALaterOneInOneLife_isFound() {
    begin();
    offer(0);
    List<Parcel> critical = critical(0).subList(0, 2);
    Collections.reverse(critical);
    deliver(critical);
    assertThat(findings())
        .containsExactly(
            "event "
                + critical.get(1).id()
                + " lane=critical was delivered behind "
                + critical.get(0).id()
                + " in one life");
  }

  @Test
  void delivered_firstAfterALaterOneOfAnEarlierLife_isFound() {
    begin();
    Offered offer = new Offered(0, 0, OFFERED);
    ledger.hear(offer, millis); // and no receipt
    List<Parcel> critical = critical(0);
    deliver(critical.subList(1, 2));
    ledger.killed(millis);
    begin();
    deliver(critical.subList(0, 1));
    assertThat(findings())
        .containsExactly(
            "event "
                + critical.get(0).id()
                + " lane=critical was first delivered behind "
                + critical.get(1).id());
  }

  @Test
  void delivered_twiceInOneLife_isFound() {
    begin();
    offer(0);
    deliver(critical(0).subList(0, 1));
    deliver(critical(0).subList(0, 1));
    assertThat(findings())
        .singleElement()
        .satisfies(text -> assertThat(text).endsWith("was delivered twice in one life"));
  }

  @Test
  void delivered_againFromShortlyBeforeTheKill_isNoMatterHowMany() {
    assertThat(againAfterAKill(Repeats.KILLED_MILLIS, OFFERED)).isEmpty();
  }

  @Test
  void delivered_againFromLongBeforeTheKill_mayBeOneBlockAndNoMore() {
    assertThat(againAfterAKill(Repeats.KILLED_MILLIS + 1, BLOCK_EVENTS)).isEmpty();
  }

  @Test
  void delivered_againMoreThanABlockFromLongBeforeTheKill_isFound() {
    assertThat(againAfterAKill(Repeats.KILLED_MILLIS + 1, BLOCK_EVENTS + 1))
        .singleElement()
        .satisfies(
            text ->
                assertThat(text)
                    .contains("as more of its lane than one block may hold")
                    .endsWith(
                        "though life 1, which was killed, had delivered it 1 ms before what"
                            + " it may leave"));
  }

  /** Kills so long after a delivery, and then delivers as many of it again, or all there are. */
  private List<String> againAfterAKill(int laterMillis, int events) {
    begin();
    offer(0);
    List<Parcel> critical = critical(0);
    deliver(critical);
    ledger.killed(millis + laterMillis);
    begin();
    deliver(critical.subList(0, Math.min(events, critical.size())));
    return findings();
  }

  @Test
  void delivered_againAfterACleanStop_mayBeOneBlockAndNoMore() {
    begin();
    offer(0);
    List<Parcel> critical = critical(0);
    deliver(critical);
    millis += Repeats.STOPPED_MILLIS + 1;
    offer(1);
    deliver(critical(1));
    Arrays.fill(held, OFFERED);
    stop();
    begin();
    deliver(critical.subList(0, BLOCK_EVENTS));
    assertThat(findings()).isEmpty();
    deliver(critical.subList(BLOCK_EVENTS, BLOCK_EVENTS + 1));
    assertThat(findings())
        .singleElement()
        .satisfies(text -> assertThat(text).contains("which stopped cleanly, had delivered it"));
  }

  @Test
  void delivered_afterAllWasDrained_isFound() {
    begin();
    offer(0);
    List<Parcel> all = all(0);
    deliver(all);
    stop();
    begin();
    deliver(all.subList(0, 1));
    assertThat(findings())
        .singleElement()
        .satisfies(text -> assertThat(text).endsWith("was delivered after all was drained"));
  }

  @Test
  void killed_volatileEventsAreGone_isNoBreach() {
    begin();
    offer(VOLATILE);
    ledger.killed(millis);
    begin();
    stop();
    assertThat(findings()).isEmpty();
    assertThat(ledger.receipts()).isZero();
  }

  @Test
  void stopped_volatileEventsWereCarriedOverAndAreGone_isBroken() {
    begin();
    offer(VOLATILE);
    Arrays.fill(held, OFFERED);
    stop();
    begin();
    Arrays.fill(held, 0);
    stop();
    assertThat(ledger.findings().broken()).isEqualTo(OFFERED);
  }

  @Test
  void stopped_accountsDiffer_areFound() {
    begin();
    ledger.hear(new Offered(0, 0, OFFERED), millis);
    List<LaneBook> books = Collections.nCopies(held.length, new LaneBook(1_000, 2, 3, 4, 5, 6, 7));
    ledger.hear(new Stopped(1, 2, 3, false, books), millis);
    assertThat(findings())
        .contains(
            "offers without a receipt must be 0: seen=1",
            "imbalance of dead letters must be 0: seen=2",
            "records that can't be read must be 0: seen=3",
            "the log closed with trouble",
            "critical refused must be 0: seen=2",
            "critical delivered must be 0: seen=3",
            "critical gone without delivery must be 0: seen=5",
            "critical lost from memory by the stop must be 0: seen=6",
            "critical imbalance must be 0: seen=7")
        .anyMatch(text -> text.startsWith("critical offered must be "));
  }

  @Test
  void ready_logFoundLessThanACleanStopLeft_isFound() {
    begin();
    Arrays.fill(held, 2);
    stop();
    begin();
    ledger.hear(new Ready(1, false, true, 1, List.of(2L, 1L, 2L, 2L, 3L)), millis);
    assertThat(findings())
        .containsExactly(
            "the log had lost where it stood",
            "the log does not know that it was closed",
            "dead letters found must be 0: seen=1",
            "high found must be at least 2: seen=1");
  }
}
