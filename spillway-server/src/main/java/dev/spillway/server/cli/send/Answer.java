package dev.spillway.server.cli.send;

import dev.spillway.Reason;
import java.util.List;

/** What a gateway said about the events of one request. */
sealed interface Answer {
  /**
   * Each event was looked at.
   *
   * @param accepted how many were accepted, perhaps none
   * @param refused the others
   * @param throttleMillis how long to wait before sending more
   */
  record Taken(int accepted, String durability, List<Refusal> refused, long throttleMillis)
      implements Answer {}

  /** None was accepted, because of load; the same may be sent again after a while. */
  record Overloaded(long retryAfterMillis, String reason) implements Answer {}

  /**
   * The request, or one line of it, is larger than the gateway takes; nothing was accepted.
   *
   * @param line which line of the request, from 1; 0 for the request as a whole
   */
  record TooLarge(int line, String message) implements Answer {}

  /**
   * The request will never be accepted as it is; nothing was.
   *
   * @param line which line of the request is to blame, from 1; 0 for none
   */
  record Rejected(int status, int line, String message) implements Answer {}

  /**
   * One refused event.
   *
   * @param index its place in the request
   */
  record Refusal(int index, String reason, long retryAfterMillis) {
    /** Whether sending it again can help. */
    boolean isForLoad() {
      for (Reason known : Reason.values()) {
        if (known.token().equals(reason)) {
          return known.isRetryable();
        }
      }
      return retryAfterMillis > 0;
    }
  }
}
