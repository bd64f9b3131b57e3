package dev.spillway.benchmarks.kill;

import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;

/**
 * What a child's queue says of one lane after a clean stop, in events.
 *
 * @param gone without delivery: displaced, expired, discarded or quarantined
 * @param inMemory what the stop could not write to the log
 */
record LaneBook(
    long offered,
    long refused,
    long delivered,
    long held,
    long gone,
    long inMemory,
    long imbalance) {
  static final int WORDS = 7;

  static LaneBook of(LaneFigures lane) {
    Account account = lane.account();
    return new LaneBook(
        account.offered(),
        account.refusedTotal(),
        account.delivered(),
        account.held(),
        account.displaced() + account.expired() + account.discarded() + account.quarantined(),
        lane.inMemory(),
        account.imbalance());
  }

  String words() {
    return String.join(
        " ",
        Long.toString(offered),
        Long.toString(refused),
        Long.toString(delivered),
        Long.toString(held),
        Long.toString(gone),
        Long.toString(inMemory),
        Long.toString(imbalance));
  }

  static LaneBook parse(String[] words, int from) {
    return new LaneBook(
        Long.parseLong(words[from]),
        Long.parseLong(words[from + 1]),
        Long.parseLong(words[from + 2]),
        Long.parseLong(words[from + 3]),
        Long.parseLong(words[from + 4]),
        Long.parseLong(words[from + 5]),
        Long.parseLong(words[from + 6]));
  }
}
