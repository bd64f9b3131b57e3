/**
 * What a limiter's answer costs, beside limiters of other libraries and the least that can be done:
 * JMH benchmarks that {@link dev.spillway.benchmarks.decisions.DecisionRun} runs, and what must
 * hold of their figures.
 *
 * <p>The method {@code floor} is the least that can be done, what begins with {@code spillway} is
 * ours, and all else is named after its library. Peers have as many slots as ours. May use {@code
 * decisions}, core, and the peers.
 */
@NullMarked
package dev.spillway.benchmarks.limiter;

import org.jspecify.annotations.NullMarked;
