package dev.spillway.server.http;

import dev.spillway.queue.DeadLetterBox;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.DeadLetterOutcome;
import dev.spillway.server.ingest.IdSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/queues/{queue}/dead-letters}: looks at letters, replays and discards them. */
final class LetterEndpoint {
  /** What no form and no page of another site can send without having asked first. */
  private static final String ADMIN_HEADER = "Spillway-Admin";

  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;

  private final Queues queues;
  private final Executor executor;
  private final IdSource ids;

  LetterEndpoint(Queues queues, IngestEndpoint.Seams seams) {
    this.queues = queues;
    this.executor = seams.executor();
    this.ids = seams.ids();
  }

  void list(Exchange exchange, String queue) throws ProblemException {
    DeadLetterBox box = queues.named(queue).queue().deadLetters();
    LetterRequest asked = new LetterRequest(exchange.request(), "after");
    long limit = asked.number("limit", DEFAULT_PAGE, 1, LARGEST_PAGE);
    long after = asked.number("after", -1, -1, Long.MAX_VALUE - 1);
    whenDone(
        exchange,
        box.list(asked.filter(limit), after),
        page -> exchange.send(200, "application/json", LettersJson.bytesOf(page, box.figures())));
  }

  void replay(Exchange exchange, String queue) throws ProblemException {
    DeadLetterBox box = queues.named(queue).queue().deadLetters();
    DeadLetterFilter selection = selection(exchange);
    whenDone(
        exchange,
        box.replay(selection),
        outcome -> exchange.json(200, json("replayed", outcome, box)));
  }

  void discard(Exchange exchange, String queue) throws ProblemException {
    DeadLetterBox box = queues.named(queue).queue().deadLetters();
    DeadLetterFilter selection = selection(exchange);
    whenDone(
        exchange,
        box.discard(selection),
        outcome -> exchange.json(200, json("discarded", outcome, box)));
  }

  private static DeadLetterFilter selection(Exchange exchange) throws ProblemException {
    String admin = exchange.header(ADMIN_HEADER);
    String type = exchange.header("Content-Type");
    if (!"true".equals(admin) && (type == null || !type.startsWith("application/json"))) {
      throw new ProblemException(
          Problem.of(
              ProblemType.ADMIN_HEADER,
              ADMIN_HEADER
                  + " must be true, or Content-Type application/json: "
                  + ADMIN_HEADER
                  + "="
                  + (admin == null ? "" : admin)));
    }
    return new LetterRequest(exchange.request(), "all").selection();
  }

  private static Map<String, @Nullable Object> json(
      String done, DeadLetterOutcome outcome, DeadLetterBox box) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(done, outcome.done());
    json.put("expired", outcome.expired());
    json.put("stoppedBy", outcome.stoppedBy() == null ? null : outcome.stoppedBy().token());
    json.put("account", LettersJson.account(box.figures()));
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
