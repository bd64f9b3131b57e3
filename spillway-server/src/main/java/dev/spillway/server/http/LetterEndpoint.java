package dev.spillway.server.http;

import dev.spillway.queue.DeadLetterBox;
import dev.spillway.queue.DeadLetterFigures;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.DeadLetterOutcome;
import dev.spillway.queue.DeadLetterPage;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.security.Grant;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/queues/{queue}/dead-letters}: looks at letters, replays and discards them. */
final class LetterEndpoint {
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;
  private static final int MASK_BYTES = 32;

  private final Queues queues;
  private final Executor executor;
  private final IdSource ids;
  private final PositionMask mask;

  LetterEndpoint(Queues queues, IngestEndpoint.Seams seams) {
    this.queues = queues;
    this.executor = seams.executor();
    this.ids = seams.ids();
    byte[] secret = new byte[MASK_BYTES];
    new SecureRandom().nextBytes(secret);
    mask = new PositionMask(secret);
  }

  void list(Exchange exchange, String queue) throws ProblemException {
    DeadLetterBox box = queues.named(queue).queue().deadLetters();
    Grant grant = exchange.caller().grant();
    LetterRequest asked = new LetterRequest(exchange.request(), "after");
    long limit = asked.number("limit", DEFAULT_PAGE, 1, LARGEST_PAGE);
    long after = asked.number("after", -1, -1, Long.MAX_VALUE - 1);
    if (!grant.isBound()) {
      whenDone(
          exchange,
          box.list(asked.filter(limit), after),
          page -> send(exchange, new LettersJson(position -> position, box.figures()), page));
      return;
    }
    long position = after == -1 ? -1 : mask.open(after);
    if (position == PositionMask.NONE) {
      throw Exchange.badQuery(
          "after must be the next of a page since the server's start: after=" + after);
    }
    whenDone(
        exchange,
        OwnLetters.page(box, own(asked.filter(limit), grant), position),
        page -> send(exchange, new LettersJson(mask::mask, null), page));
  }

  private static void send(Exchange exchange, LettersJson json, DeadLetterPage page) {
    exchange.send(200, "application/json", json.bytesOf(page));
  }

  void replay(Exchange exchange, String queue) throws ProblemException {
    DeadLetterBox box = queues.named(queue).queue().deadLetters();
    DeadLetterFilter selection = selection(exchange);
    whenDone(
        exchange,
        box.replay(selection),
        outcome -> exchange.json(200, json("replayed", outcome, accountFor(exchange, box))));
  }

  void discard(Exchange exchange, String queue) throws ProblemException {
    DeadLetterBox box = queues.named(queue).queue().deadLetters();
    DeadLetterFilter selection = selection(exchange);
    whenDone(
        exchange,
        box.discard(selection),
        outcome -> exchange.json(200, json("discarded", outcome, accountFor(exchange, box))));
  }

  private static DeadLetterFilter selection(Exchange exchange) throws ProblemException {
    DeadLetterFilter asked = new LetterRequest(exchange.request(), "all").selection();
    return own(asked, exchange.caller().grant());
  }

  /** A letter of another tenant is as if it were not there. */
  private static DeadLetterFilter own(DeadLetterFilter asked, Grant grant) {
    return grant.isBound() ? asked.withinTenants(grant.tenants()) : asked;
  }

  /** The account counts the letters of all tenants. */
  private static @Nullable DeadLetterFigures accountFor(Exchange exchange, DeadLetterBox box) {
    return exchange.caller().grant().isBound() ? null : box.figures();
  }

  private static Map<String, @Nullable Object> json(
      String done, DeadLetterOutcome outcome, @Nullable DeadLetterFigures account) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(done, outcome.done());
    json.put("expired", outcome.expired());
    json.put("stoppedBy", outcome.stoppedBy() == null ? null : outcome.stoppedBy().token());
    json.put("account", account == null ? null : LettersJson.account(account));
    return json;
  }

  private <T> void whenDone(Exchange exchange, CompletionStage<T> stage, Consumer<T> answer) {
    stage.whenComplete(
        (result, failure) -> {
          Runnable task =
              failure == null ? () -> answer.accept(result) : () -> failed(exchange, failure);
          try {
            executor.execute(task); // the log's thread has other work
          } catch (RejectedExecutionException e) { // the server is stopping
            task.run();
          }
        });
  }

  private void failed(Exchange exchange, Throwable failure) {
    Problem fault = Router.unexpected(ids, exchange.request(), failure);
    exchange.problem(
        Problem.of(
                ProblemType.DEAD_LETTERS_UNAVAILABLE,
                "the queue is closed or its log can't be read; the server's log tells more")
            .with("errorId", fault.members().getOrDefault("errorId", ""))
            .header("Retry-After", "1"));
  }
}
