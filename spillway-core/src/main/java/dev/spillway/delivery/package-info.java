/**
 * Takes batches from a queue and gets them to a sink: strict priority, back-off and a circuit while
 * the sink is away, retries of single events, dead letters. It begins slowly.
 *
 * <pre>
 *   EventQueue ─ poll ─► Dispatcher ─ permit? ─► deliver ─► Sink ─► SinkResult
 *        ▲                   ▲                                         │
 *        │                   └──── back-off, circuit ◄─────────────────┤
 *        └── settle: delivered │ expired │ retry later │ dead letter ◄─┘
 * </pre>
 *
 * <p>The dispatcher's state belongs to one {@link dev.spillway.time.TaskScheduler}; sinks answer
 * from threads of their own. It may use {@code queue}, {@code circuit}, the words and {@code time}.
 */
@NullMarked
package dev.spillway.delivery;

import org.jspecify.annotations.NullMarked;
