package dev.spillway.limit;

import dev.spillway.Refused;

/**
 * A request was refused for load. Carries its decision and, because refusing is cheap, no stack.
 * Equal refusals may share one: nothing can be added to it, and it must not be added to another as
 * suppressed, because that may be itself.
 */
public final class OverloadException extends Exception {
  private static final long serialVersionUID = 1;

  /** Read as a field inside: methods of exceptions are never inlined. */
  final transient Refused decision;

  /** Of the decision's reason: counting a refusal is most of its cost, and begins with this. */
  final transient int reasonOrdinal;

  OverloadException(Refused decision) {
    super("refused: " + decision.reason().token() + again(decision), null, false, false);
    this.decision = decision;
    reasonOrdinal = decision.reason().ordinal();
  }

  private static String again(Refused decision) {
    return decision.reason().isRetryable()
        ? ", retry after " + decision.retryAfter().toMillis() + " ms"
        : "";
  }

  /** Why, and when to try again. */
  public Refused decision() {
    return decision;
  }
}
