package dev.spillway.simulator;

/** What a run draws: its tasks, and the seed for everything else. */
record Draws(Trace trace, long seed) {}
