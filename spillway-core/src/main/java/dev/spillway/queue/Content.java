package dev.spillway.queue;

/** What is known about an event's payload, so that a sink can pass it on without reading it. */
public enum Content {
  /** Any bytes; perhaps text, perhaps not. */
  BYTES,
  /** One JSON value without a raw newline; whoever offered the event has checked it. */
  JSON
}
