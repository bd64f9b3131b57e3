package dev.spillway.circuit;

import static dev.spillway.circuit.CallOutcome.FAILURE;
import static dev.spillway.circuit.CallOutcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads, as many steps as the test says. */
class CircuitRaceTest {
  private static final int THREADS = 4;

  private final ManualTime time = new ManualTime(1);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<CircuitMove> told = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private void race(int steps, IntConsumer step) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int offset = thread;
      running.add(
          threads.submit(
              () -> {
                for (int index = 0; index < steps; index++) {
                  step.accept(index * THREADS + offset);
                }
              }));
    }
    for (Future<?> each : running) {
      each.get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void record_manyThreadsWhileClosed_losesNoCount() throws Exception {
    CircuitBreaker circuit =
        CircuitBreaker.builder("race", time).consecutiveFailures(0).minimumCalls(1_000_000).build();
    race(20_000, step -> circuit.record(circuit.tryAcquire(), step % 4 == 0 ? FAILURE : SUCCESS));
    assertThat(circuit.figures().calls()).isEqualTo(80_000);
    assertThat(circuit.figures().failures()).isEqualTo(20_000);
  }

  @Test
  void tryAcquire_manyThreadsWhileHalfOpen_neverExceedsTheBound() throws Exception {
    CircuitBreaker circuit =
        CircuitBreaker.builder("race", time)
            .consecutiveFailures(1)
            .halfOpenCalls(3)
            .successesToClose(Integer.MAX_VALUE)
            .build();
    circuit.record(circuit.tryAcquire(), FAILURE);
    time.advance(Duration.ofMinutes(1));
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger made = new AtomicInteger();
    race(
        20_000,
        step -> {
          long permit = circuit.tryAcquire();
          if (permit != CircuitBreaker.REFUSED) {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            made.incrementAndGet();
            inFlight.decrementAndGet();
            circuit.record(permit, SUCCESS);
          }
        });
    assertThat(most.get()).isBetween(1, 3);
    assertThat(circuit.figures().halfOpenSuccesses()).isEqualTo(made.get());
    assertThat(circuit.figures().halfOpenInFlight()).isZero();
    assertThat(circuit.figures().refused()).isEqualTo(80_000L - made.get());
  }

  @Test
  void moves_manyThreads_formAChainAndAreToldOnceInOrder() throws Exception {
    CircuitBreaker circuit =
        CircuitBreaker.builder("race", time)
            .consecutiveFailures(2)
            .openTime(Duration.ofNanos(2), Duration.ofNanos(4))
            .successesToClose(2)
            .build();
    circuit.onMove(told::add);
    race(
        10_000,
        step -> {
          time.advance(Duration.ofNanos(1));
          long permit = circuit.tryAcquire();
          if (permit != CircuitBreaker.REFUSED) {
            circuit.record(permit, step % 3 == 0 ? SUCCESS : FAILURE);
          }
          if (step % 1_000 == 0) {
            circuit.reset();
          }
        });
    assertThat(told).hasSizeGreaterThan(100);
    CircuitState state = CircuitState.CLOSED;
    for (CircuitMove move : told) {
      assertThat(move.from()).as(move.toString()).isEqualTo(state);
      state = move.to();
    }
    assertThat(circuit.figures().state()).isEqualTo(state);
    long opened =
        told.stream()
            .filter(move -> move.to() == CircuitState.OPEN && move.from() != CircuitState.OPEN)
            .count();
    assertThat(circuit.figures().openedTimes()).isEqualTo(opened);
  }
}
