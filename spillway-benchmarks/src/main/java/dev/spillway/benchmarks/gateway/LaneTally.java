package dev.spillway.benchmarks.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events of one priority, and adds up their numbers, scrambled, so that two sums are equal
 * only if the events are the same. Thread-safe.
 */
final class LaneTally {
  private static final long SCRAMBLE = 0x9E3779B97F4A7C15L;

  final LongAdder offered = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder arrived = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final LongAdder acceptedSum = new LongAdder();
  private final LongAdder arrivedSum = new LongAdder();

  void accepted(long number) {
    accepted.increment();
    acceptedSum.add(scrambled(number));
  }

  void refused(String reason) {
    refused.computeIfAbsent(reason, unused -> new LongAdder()).increment();
  }

  /** Refusals by reason. */
  Map<String, LongAdder> refused() {
    return refused;
  }

  void arrived(long number) {
    arrived.increment();
    arrivedSum.add(scrambled(number));
  }

  /** Whether what arrived is what was accepted, each event once. */
  boolean isKept() {
    return accepted.sum() == arrived.sum() && acceptedSum.sum() == arrivedSum.sum();
  }

  private static long scrambled(long number) {
    long mixed = (number + 1) * SCRAMBLE;
    return (mixed ^ (mixed >>> 29)) * SCRAMBLE;
  }
}
