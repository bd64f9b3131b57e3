package dev.spillway;

/** Admitted, with nothing to wait for. */
public enum Admitted implements Decision {
  ADMITTED
}
