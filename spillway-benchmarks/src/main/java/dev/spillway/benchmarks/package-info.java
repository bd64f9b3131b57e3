/**
 * Measurements of Spillway beside what it is compared with, in one run and on the same work.
 *
 * <p>Each measurement runs its contestants in turn, pair after pair, and prints the median of each,
 * and the median and the spread of the pairs' ratios. Here is what measurements share. May use
 * every module, and none of the packages below.
 */
@NullMarked
package dev.spillway.benchmarks;

import org.jspecify.annotations.NullMarked;
