package dev.spillway.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.benchmarks.Amount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerTest {
  private static final int GROUPS = 8;
  private static final Group GROUP = Group.of(100, 420);

  @TempDir Path directory;

  static List<Peer> all() {
    List<Peer> all = new ArrayList<>(Peer.available());
    all.add(new Peer("SpillLog", SpilledGroups::new, SpilledGroups::count));
    all.add(new Peer("SpillLog, unasked", SpilledGroups.Unasked::new, SpilledGroups::count));
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void run_thenClosedAndOpenedAgain_holdsAllThatWasHandedOver(Peer peer) throws Exception {
    assertThat(run(1, peer.opening()).count()).isEqualTo(GROUPS * 100);

    assertThat(peer.counting().count(directory)).isEqualTo(GROUPS * 100);
  }

  private Amount.Done run(int producers, GroupLog.Opening opening) throws Exception {
    try (GroupLog log = opening.open(directory)) {
      return new GroupWork(GROUP, Amount.pieces(GROUPS), producers).run(log);
    }
  }

  @Test
  void run_severalProducers_shareTheGroups() throws Exception {
    assertThat(run(4, SpilledGroups::new).count()).isEqualTo(GROUPS * 100);

    assertThat(SpilledGroups.count(directory)).isEqualTo(GROUPS * 100);
  }

  @Test
  void run_drained_leavesNothing() throws Exception {
    assertThat(run(2, SpilledGroups.Drained::new).perSecond()).isPositive();

    assertThat(SpilledGroups.count(directory)).isZero();
  }

  @Test
  void run_rawLimit_hasAllOnTheDisk() throws Exception {
    try (GroupLog log = new RawLimit(directory)) {
      long zeros = nonZeroBytes();
      new GroupWork(GROUP, Amount.pieces(GROUPS), 1).run(log);
      assertThat(nonZeroBytes() - zeros).isGreaterThan(GROUPS * 1_000);
    }
  }

  private long nonZeroBytes() throws Exception {
    long count = 0;
    for (byte one : Files.readAllBytes(directory.resolve("limit"))) {
      count += one == 0 ? 0 : 1;
    }
    return count;
  }

  @Test
  void receipts_atHalfOfTheRate_comeForEveryGroup() throws Exception {
    ReceiptTimes times = new ReceiptTimes(GROUP, Amount.pieces(GROUPS), Amount.pieces(50));

    ReceiptTimes.Round round = times.round(directory);

    assertThat(round.nanos().getTotalCount()).isEqualTo(50);
    assertThat(round.millis(50)).isPositive().isLessThanOrEqualTo(round.millis(100));
  }

  @Test
  void overflow_smallMemory_spillsAndDrainsAll() throws Exception {
    Overflow.Rates rates = Overflow.run(directory, 4 << 20, 20_000);

    assertThat(rates.intoMemory()).isPositive();
    assertThat(rates.intoLog()).isPositive();
    assertThat(rates.outOfLog()).isPositive();
  }
}
