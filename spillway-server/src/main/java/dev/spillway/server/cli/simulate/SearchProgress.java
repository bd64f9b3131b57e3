package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.simulator.search.Finding;
import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Words for how far a search has come. Thread-safe. */
final class SearchProgress {
  private final int whole;
  private final TimeSource time = TimeSource.system();
  private final long startNanos = time.nanoTime();
  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger degraded = new AtomicInteger();

  SearchProgress(int whole) {
    this.whole = whole;
  }

  void tried(Finding finding) {
    if (finding.isDegraded()) {
      degraded.incrementAndGet();
    }
    tried.incrementAndGet();
  }

  /** One line for now. */
  String line() {
    int done = tried.get();
    StringBuilder line = new StringBuilder(ProgressLine.bar(done, whole));
    line.append("  ").append(Show.count(done)).append(" of ").append(Show.count(whole));
    line.append(" tried, ").append(Show.count(degraded.get())).append(" degraded");
    if (done > 0 && done < whole) {
      double leftNanos = (time.nanoTime() - startNanos) / (double) done * (whole - done);
      line.append("  ").append(Show.duration(TimeUnit.NANOSECONDS.toMillis((long) leftNanos)));
      line.append(" left");
    }
    return line.toString();
  }
}
