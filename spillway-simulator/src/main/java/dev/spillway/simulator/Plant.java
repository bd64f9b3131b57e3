package dev.spillway.simulator;

/** Where the work is done. */
interface Plant {
  /** Begins a call's work, or queues it. */
  void start(Call call);

  /** Spends what answering a refused call costs. */
  void refuse();

  /** When a call is over that an idle server begins now. */
  long finishNanos(Call call, long nowNanos);

  /** How long a call takes as things are now. */
  long serviceNanos(Call call, long nowNanos);
}
