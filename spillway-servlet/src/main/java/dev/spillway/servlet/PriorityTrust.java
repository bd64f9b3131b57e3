package dev.spillway.servlet;

/** How far the header {@code Spillway-Priority} of a request is believed. */
public enum PriorityTrust {
  /** Not at all: the rules alone decide. */
  IGNORED,
  /** It may make a request less important than the rules say, and never more. */
  MAY_LOWER,
  /** It decides. For callers that are known, such as services behind the same gateway. */
  BELIEVED
}
