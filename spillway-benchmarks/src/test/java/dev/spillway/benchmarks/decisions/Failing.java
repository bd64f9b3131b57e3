package dev.spillway.benchmarks.decisions;

import org.openjdk.jmh.annotations.Benchmark;

/** A contestant that cannot be measured. */
public class Failing {
  @Benchmark
  public int benchmark() {
    throw new IllegalStateException("it fails");
  }
}
