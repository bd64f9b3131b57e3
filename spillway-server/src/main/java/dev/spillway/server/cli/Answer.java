package dev.spillway.server.cli;

import java.util.List;

/** What a gateway said about the events of one request. */
sealed interface Answer {
  /**
   * Some or all were accepted.
   *
   * @param refused the others
   */
  record Taken(int accepted, String durability, List<Refusal> refused) implements Answer {}

  /** None was accepted, because of load; the same may be sent again after a while. */
  record Overloaded(long retryAfterMillis, String reason) implements Answer {}

  /** The request is larger than the gateway takes. */
  record TooLarge(String message) implements Answer {}

  /** The request will never be accepted as it is. */
  record Rejected(int status, String message) implements Answer {}

  /**
   * One refused event.
   *
   * @param index its place in the request
   */
  record Refusal(int index, String reason, long retryAfterMillis) {
    /** Whether sending it again can help. */
    boolean isForLoad() {
      for (dev.spillway.Reason known : dev.spillway.Reason.values()) {
        if (known.token().equals(reason)) {
          return known.isRetryable();
        }
      }
      return retryAfterMillis > 0;
    }
  }
}
