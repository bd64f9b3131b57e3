package dev.spillway.server.http;

import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Receipt.Refusal;
import dev.spillway.server.json.JsonBuffer;
import java.time.Duration;
import java.util.Arrays;

/** What a client is told about a receipt. */
final class IngestAnswer {
  private IngestAnswer() {}

  /**
   * How long the producer should wait before it sends more, for the sake of what was accepted and
   * of what was refused, in whole milliseconds, never cut down to 0.
   */
  static long throttleMillis(Receipt receipt) {
    Duration longest = receipt.delay();
    for (Refusal refusal : receipt.refusals()) {
      Duration wait = refusal.decision().retryAfter();
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    return (longest.toNanos() + 999_999) / 1_000_000;
  }

  /** The answer when some events were accepted. */
  static byte[] bytesOf(Receipt receipt) {
    JsonBuffer json = buffer(receipt).raw("{");
    outcome(json, receipt);
    return Arrays.copyOf(json.array(), json.size());
  }

  /** The answer when none was, which is why it is made without detours. */
  static byte[] bytesOf(Problem problem, Receipt receipt) {
    JsonBuffer json = buffer(receipt);
    json.raw("{\"type\":").string(problem.type().uri());
    json.raw(",\"title\":").string(problem.type().title());
    json.raw(",\"status\":").number(problem.status());
    json.raw(",\"detail\":").string(problem.detail()).raw(",");
    outcome(json, receipt);
    return Arrays.copyOf(json.array(), json.size());
  }

  private static JsonBuffer buffer(Receipt receipt) {
    return new JsonBuffer(256 + 64 * receipt.refusals().size());
  }

  private static void outcome(JsonBuffer json, Receipt receipt) {
    json.raw("\"accepted\":").number(receipt.accepted());
    json.raw(",\"durability\":").string(receipt.durability().token()).raw(",\"refused\":[");
    String separator = "";
    for (Refusal refusal : receipt.refusals()) {
      json.raw(separator).raw("{\"index\":").number(refusal.index());
      json.raw(",\"reason\":").string(refusal.decision().reason().token());
      json.raw(",\"retryAfterMillis\":").number(refusal.decision().retryAfter().toMillis());
      json.raw("}");
      separator = ",";
    }
    json.raw("]}");
  }

  /** Why none was accepted: 429 for a quota, 503 if trying again can help, else 413 or 422. */
  static Problem problemOf(Receipt receipt) {
    boolean retryable = false;
    boolean ofQuota = true;
    boolean tooLarge = true;
    Duration longest = Duration.ZERO;
    for (Refusal refusal : receipt.refusals()) {
      Reason reason = refusal.decision().reason();
      Duration wait = refusal.decision().retryAfter();
      retryable |= reason.isRetryable();
      ofQuota &= reason == Reason.QUOTA_EXCEEDED || reason == Reason.TENANT_SHARE_TAKEN;
      tooLarge &= reason == Reason.EVENT_TOO_LARGE;
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    if (retryable) {
      return refusedForNow(longest, ofQuota);
    }
    return tooLarge
        ? Problem.of(ProblemType.EVENT_TOO_LARGE, "every event is larger than the queue takes")
        : Problem.of(
            ProblemType.REFUSED,
            "every event was refused for a reason that trying again does not change");
  }

  private static Problem refusedForNow(Duration longest, boolean ofQuota) {
    long seconds = Math.max(1, (longest.toMillis() + 999) / 1000);
    return Problem.of(
            ofQuota ? ProblemType.QUOTA_EXCEEDED : ProblemType.OVERLOADED,
            "every event was refused; send them again after " + seconds + " s")
        .header("Retry-After", Long.toString(seconds));
  }
}
