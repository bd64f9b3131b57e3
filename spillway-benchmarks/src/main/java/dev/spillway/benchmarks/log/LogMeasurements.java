package dev.spillway.benchmarks.log;

import dev.spillway.benchmarks.Amount;
import dev.spillway.benchmarks.Contest;
import dev.spillway.benchmarks.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The measurements {@code log}, {@code sizes}, {@code receipts} and {@code overflow}. */
public final class LogMeasurements {
  private static final String UNIT = "events/s";
  private static final int WARM_UPS = 2;

  /** Below this directory each turn makes its own. */
  private final Path parent;

  private final PrintStream out;

  private LogMeasurements(Path parent, PrintStream out) {
    this.parent = parent;
    this.out = out;
  }

  /** Ours, the least that must be done, and the logs of others, with events of 420 bytes. */
  public static void peers(int rounds, PrintStream out) throws Exception {
    try (TemporaryDirectory made = directory()) {
      new LogMeasurements(made.path(), out).peers(rounds);
    }
  }

  /** Ours beside the least, with events of other sizes and with more threads. */
  public static void sizes(int rounds, PrintStream out) throws Exception {
    try (TemporaryDirectory made = directory()) {
      new LogMeasurements(made.path(), out).sizes(rounds);
    }
  }

  /** How long receipts take at half of the rate that the log manages. */
  public static void receipts(int rounds, PrintStream out) throws Exception {
    try (TemporaryDirectory made = directory()) {
      ReceiptTimes.print(made.path(), rounds, out);
    }
  }

  /** A queue before, while and after its memory is full. */
  public static void overflow(int rounds, PrintStream out) throws Exception {
    try (TemporaryDirectory made = directory()) {
      Overflow.print(made.path(), rounds, out);
    }
  }

  private static TemporaryDirectory directory() throws IOException {
    return TemporaryDirectory.in(Path.of("target"), "log-benchmark");
  }

  private void peers(int rounds) throws Exception {
    GroupWork work = new GroupWork(Group.full(420), Amount.seconds(1), 1);
    Contest contest = add(new Contest(UNIT), "one thread, groups in memory", work, RawLimit::new);
    add(contest, "SpillLog, durable", work, SpilledGroups::new).alsoCompared();
    add(contest, "SpillLog, durable and drained", work, SpilledGroups.Drained::new);
    add(contest, "SpillLog, spilling", work, SpilledGroups.Unasked::new);
    for (Peer peer : Peer.available()) {
      add(contest, peer.title(), work, peer.opening());
    }
    if (!ArtemisGroups.hasAio()) {
      out.println("  without Artemis' AIO, for want of libaio; type: apt-get install libaio1");
    }
    contest.run(WARM_UPS, rounds, out);
  }

  private Contest add(Contest contest, String name, GroupWork work, GroupLog.Opening opening) {
    return contest.add(name, () -> work.perSecond(parent, opening));
  }

  private void sizes(int rounds) throws Exception {
    for (int eventBytes : new int[] {100, 420, 4_096, 65_536}) {
      out.println("  events of " + eventBytes + " bytes");
      GroupWork work = new GroupWork(Group.full(eventBytes), Amount.pieces(4_096), 1);
      Contest contest = add(new Contest(UNIT), "one thread, groups in memory", work, RawLimit::new);
      add(contest, "SpillLog, durable", work, SpilledGroups::new);
      add(contest, "SpillLog, durable and drained", work, SpilledGroups.Drained::new);
      contest.run(1, rounds, out);
    }
    out.println("  events of 420 bytes, of several threads");
    producers().run(1, rounds, out);
  }

  private Contest producers() {
    Group group = Group.full(420);
    Amount amount = Amount.pieces(4_096);
    GroupWork one = new GroupWork(group, amount, 1);
    Contest contest = add(new Contest(UNIT), "one thread, groups in memory", one, RawLimit::new);
    for (int threads : new int[] {1, 2, 4, 8}) {
      GroupWork work = new GroupWork(group, amount, threads);
      add(contest, "SpillLog, threads: " + threads, work, SpilledGroups::new);
      add(contest, "SpillLog, drained, threads: " + threads, work, SpilledGroups.Drained::new);
    }
    return contest;
  }
}
