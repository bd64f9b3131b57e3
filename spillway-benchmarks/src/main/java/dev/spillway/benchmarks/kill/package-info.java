/**
 * Kills a process that works on a log, again and again, and holds what it delivers against what it
 * had promised.
 *
 * <pre>
 *   KillRounds ─► KillRun ─► LifePlan ─► VictimProcess ══ starts, stops, SIGKILL ══► Victim
 *                    ▲                        ▲                                        │
 *                    │ what was broken        └── Told, a line each, over a pipe ──────┤
 *                  Ledger ◄───────────────────────┘                                    ▼
 *                  ParcelBook, LaneOrder,             Producer ─► EventQueue ─► Dispatcher ─► TellingSink
 *                  Repeats, LifeBook: no process, no clock            └─► SpillLog
 * </pre>
 *
 * <p>What is right of the double line runs in a JVM of its own, which tells a receipt after it has
 * it, an offer before it makes it and a delivery before it is acknowledged. Both sides make the
 * same {@link dev.spillway.benchmarks.kill.Parcel} from three numbers, so that only these are told.
 *
 * <p>May use core, spill, picocli and the {@code TemporaryDirectory} beside it, and asks where zstd
 * lies on the class path.
 */
@NullMarked
package dev.spillway.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
