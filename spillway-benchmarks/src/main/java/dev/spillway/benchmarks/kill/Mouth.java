package dev.spillway.benchmarks.kill;

import java.io.PrintStream;

/** Where a child tells its parent. Each call returns when the parent can read it. Thread-safe. */
final class Mouth {
  private final PrintStream out;

  /**
   * One that tells over {@code out}.
   *
   * @param out buffers, so that a line is one write
   */
  Mouth(PrintStream out) {
    this.out = out;
  }

  synchronized void tell(Told told) {
    out.println(ToldLine.of(told));
    out.flush();
  }
}
