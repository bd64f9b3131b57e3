package dev.spillway.server.http;

import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Receipt.Refusal;
import dev.spillway.server.json.JsonBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
    JsonBuffer json = new JsonBuffer(64 + 64 * receipt.refusals().size());
    json.raw("{\"accepted\":").number(receipt.accepted());
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
    return Arrays.copyOf(json.array(), json.size());
  }

  /** The answer when none was: 429 for a quota, 503 if trying again can help, else 413 or 422. */
  static Problem problemOf(Receipt receipt) {
    Problem problem;
    if (receipt.refusals().stream().anyMatch(IngestAnswer::isRetryable)) {
      problem = refusedForNow(receipt);
    } else if (receipt.refusals().stream().allMatch(IngestAnswer::isTooLarge)) {
      problem =
          Problem.of(ProblemType.EVENT_TOO_LARGE, "every event is larger than the queue takes");
    } else {
      problem =
          Problem.of(
              ProblemType.REFUSED,
              "every event was refused for a reason that trying again does not change");
    }
    return problem
        .with("accepted", 0)
        .with("durability", receipt.durability().token())
        .with("refused", refusedOf(receipt));
  }

  private static Problem refusedForNow(Receipt receipt) {
    Duration longest =
        receipt.refusals().stream()
            .map(refusal -> refusal.decision().retryAfter())
            .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    long seconds = Math.max(1, (longest.toMillis() + 999) / 1000);
    boolean quota = receipt.refusals().stream().allMatch(IngestAnswer::isOfQuota);
    return Problem.of(
            quota ? ProblemType.QUOTA_EXCEEDED : ProblemType.OVERLOADED,
            "every event was refused; send them again after " + seconds + " s")
        .header("Retry-After", Long.toString(seconds));
  }

  private static boolean isRetryable(Refusal refusal) {
    return refusal.decision().reason().isRetryable();
  }

  private static boolean isOfQuota(Refusal refusal) {
    Reason reason = refusal.decision().reason();
    return reason == Reason.QUOTA_EXCEEDED || reason == Reason.TENANT_SHARE_TAKEN;
  }

  private static boolean isTooLarge(Refusal refusal) {
    return refusal.decision().reason() == Reason.EVENT_TOO_LARGE;
  }

  private static List<Map<String, Object>> refusedOf(Receipt receipt) {
    List<Map<String, Object>> refused = new ArrayList<>();
    for (Refusal refusal : receipt.refusals()) {
      refused.add(
          Map.of(
              "index", refusal.index(),
              "reason", refusal.decision().reason().token(),
              "retryAfterMillis", refusal.decision().retryAfter().toMillis()));
    }
    return refused;
  }
}
