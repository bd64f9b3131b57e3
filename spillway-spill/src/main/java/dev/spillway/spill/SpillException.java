package dev.spillway.spill;

import org.jspecify.annotations.Nullable;

/** A spill directory can't be opened or inspected; the message says why and what to do. */
public final class SpillException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for an operator. */
  public SpillException(String message) {
    super(message);
  }

  /** With a message for an operator and the failure behind it. */
  public SpillException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
