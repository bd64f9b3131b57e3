package dev.spillway.server.http;

import dev.spillway.Headers;
import dev.spillway.Receipt;
import dev.spillway.queue.Event;
import dev.spillway.server.ingest.RecordException;
import dev.spillway.server.ingest.RecordReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One request to take events, from its body to its answer. Used by one thread at a time. */
final class IngestCall implements BodyReading.Receiver {
  private final IngestEndpoint endpoint;
  private final Exchange exchange;
  private final ServedQueue queue;
  private final IngestRequest asked;
  private final BodyBudget.Lease lease;
  private final RequestSender sender;

  IngestCall(
      IngestEndpoint endpoint,
      Exchange exchange,
      ServedQueue queue,
      IngestRequest asked,
      BodyBudget.Lease lease) {
    this.endpoint = endpoint;
    this.exchange = exchange;
    this.queue = queue;
    this.asked = asked;
    this.lease = lease;
    this.sender = new RequestSender(exchange);
  }

  @Override
  public void onLateBody(byte[] body, int length) {
    endpoint.door().goOn(exchange, lease, () -> onBody(body, length));
  }

  @Override
  public void onBody(byte[] body, int length) {
    try {
      ContentCoding.Body coded = new ContentCoding.Body(body, length);
      offer(read(asked.coding().decode(coded, lease, endpoint.limits().maxBytes())));
    } catch (ProblemException e) {
      onProblem(e.problem());
    } catch (RecordException e) {
      onProblem(
          e.kind() == RecordException.Kind.FOREIGN_TENANT
              ? endpoint.foreignTenant(exchange, problemOf(e))
              : problemOf(e));
    } catch (RuntimeException | Error e) {
      onProblem(Router.unexpected(endpoint.ids(), exchange.request(), e));
    }
  }

  private List<Event> read(ContentCoding.Body body) throws ProblemException, RecordException {
    RecordReader reader = endpoint.reader(queue);
    int count = RecordReader.count(asked.format(), body.bytes(), body.length());
    int maxEvents = endpoint.limits().maxEvents();
    if (count > maxEvents) {
      throw tooManyRecords(
          "a body must have at most " + maxEvents + " records or lines: count=" + count);
    }
    long eventBytes = reader.eventBytes(count, body.length());
    if (body.length() + eventBytes > endpoint.budget().boundBytes()) {
      throw tooManyRecords(
          "the body's records take more memory than the server has for all bodies; send it in"
              + " parts");
    }
    if (!lease.take(eventBytes)) {
      throw new ProblemException(Problem.busy());
    }
    return reader.read(asked.format(), body.bytes(), body.length(), sender);
  }

  private static ProblemException tooManyRecords(String detail) {
    return new ProblemException(Problem.of(ProblemType.TOO_MANY_RECORDS, detail));
  }

  private void offer(List<Event> events) {
    endpoint.lowered(queue, sender.terms().lowered());
    CompletionStage<Receipt> stage = queue.queue().offer(events, asked.atLeast());
    CompletableFuture<Receipt> now = stage.toCompletableFuture();
    if (now.isDone()) {
      answer(now.join());
    } else {
      stage.whenComplete(this::answerElsewhere);
    }
  }

  /** Leaves the log's thread, which has other blocks to force. */
  private void answerElsewhere(@Nullable Receipt receipt, @Nullable Throwable failure) {
    Runnable task =
        () -> {
          if (receipt == null) {
            onProblem(Router.unexpected(endpoint.ids(), exchange.request(), failure));
            return;
          }
          try {
            answer(receipt);
          } catch (RuntimeException | Error e) {
            onProblem(Router.unexpected(endpoint.ids(), exchange.request(), e));
          }
        };
    try {
      endpoint.executor().execute(task);
    } catch (RejectedExecutionException e) { // the server is stopping; the promise still counts
      task.run();
    }
  }

  private void answer(Receipt receipt) {
    exchange.answerHeader(
        Headers.THROTTLE_MILLIS, Long.toString(IngestAnswer.throttleMillis(receipt)));
    Problem problem = receipt.accepted() > 0 ? null : IngestAnswer.problemOf(receipt);
    byte[] body =
        problem == null ? IngestAnswer.bytesOf(receipt) : IngestAnswer.bytesOf(problem, receipt);
    lease.end(); // not before: the answer to many refusals takes what their events took
    if (problem == null) {
      exchange.send(202, "application/json", body);
    } else {
      exchange.problem(problem, body);
    }
  }

  private static Problem problemOf(RecordException e) {
    ProblemType type =
        switch (e.kind()) {
          case MALFORMED -> ProblemType.MALFORMED_RECORD;
          case FIELD -> ProblemType.INVALID_FIELD;
          case FOREIGN_TENANT -> ProblemType.FOREIGN_TENANT;
          case HEADER -> ProblemType.INVALID_HEADER;
          case EMPTY -> ProblemType.NO_RECORDS;
          case TOO_LARGE -> ProblemType.RECORD_TOO_LARGE;
        };
    Problem problem = Problem.of(type, e.detail());
    if (e.line() > 0) {
      problem = problem.with("line", e.line());
    }
    if (e.column() > 0) {
      problem = problem.with("column", e.column());
    }
    String field = e.field();
    return field == null ? problem : problem.with("field", field);
  }

  @Override
  public void onProblem(Problem problem) {
    lease.end();
    exchange.problem(problem);
  }

  @Override
  public void onFailure(Throwable cause) {
    lease.end();
    exchange.abandon(cause);
  }
}
