package dev.spillway.benchmarks.brokers;

import dev.spillway.benchmarks.Amount;
import dev.spillway.benchmarks.Samples;
import dev.spillway.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends a batch over each of several connections, again as soon as it is confirmed.
 *
 * @param batch events
 * @param amount how many batches, over all connections
 */
record BatchWork(List<byte[]> batch, int connections, Amount amount) {
  private static final int DIGITS = 3;

  static BatchWork of(int events, int connections, Amount amount) {
    List<byte[]> batch = new ArrayList<>();
    for (int number = 0; number < events; number++) {
      batch.add(Samples.jsonEvent(number, 420));
    }
    return new BatchWork(batch, connections, amount);
  }

  /** Sends, and sees to it that what was confirmed is there. */
  Result run(Broker broker) throws Exception {
    broker.clear();
    long before = broker.held();
    Histogram nanos = new ConcurrentHistogram(DIGITS);
    Amount.Done done = send(broker, nanos);
    long held = broker.held() - before;
    if (held != done.count()) {
      throw new IllegalStateException(
          "all that is confirmed must be held: confirmed=" + done.count() + " held=" + held);
    }
    return new Result(done.perSecond(), nanos.getValueAtPercentile(99) / 1e6);
  }

  private Amount.Done send(Broker broker, Histogram nanos) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Broker.Sender> senders = new ArrayList<>();
    try {
      for (int connection = 0; connection < connections; connection++) {
        senders.add(broker.connect());
      }
      Amount.Turn turn = amount.begin();
      List<Future<Boolean>> all = new ArrayList<>();
      for (Broker.Sender sender : senders) {
        all.add(threads.submit(() -> send(sender, turn, nanos)));
      }
      for (Future<Boolean> one : all) {
        one.get();
      }
      return turn.done(batch.size());
    } finally {
      threads.shutdownNow();
      for (Broker.Sender sender : senders) {
        sender.close();
      }
    }
  }

  private boolean send(Broker.Sender sender, Amount.Turn turn, Histogram nanos) throws Exception {
    TimeSource time = TimeSource.system();
    while (turn.another()) {
      long startNanos = time.nanoTime();
      sender.send(batch);
      nanos.recordValue(time.nanoTime() - startNanos);
    }
    return true;
  }

  /**
   * What came of it.
   *
   * @param perSecond events confirmed
   * @param p99Millis from before a batch was sent until all of it was confirmed
   */
  record Result(double perSecond, double p99Millis) {}
}
