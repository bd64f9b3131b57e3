package dev.spillway.delivery;

import dev.spillway.queue.BatchView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A sink that keeps what it was given and answers as a test tells it. */
final class ScriptedSink implements Sink {
  /** Everything it was ever handed, one line a call. */
  final List<String> calls = new ArrayList<>();

  /** The ids that it holds, in the order in which it took them. */
  final List<String> taken = new ArrayList<>();

  /** Calls that were not answered, because the script gave no answer. */
  final List<Call> open = new ArrayList<>();

  boolean closed;

  /** The next answers, or null to leave the call open. */
  Function<BatchView, SinkResult> script = batch -> SinkResult.DELIVERED;

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    List<String> ids = idsOf(batch);
    calls.add(batch.priority().token() + ids);
    Call call = new Call(ids, new CompletableFuture<>());
    SinkResult result = script.apply(batch);
    if (result == null) {
      open.add(call);
    } else {
      call.answer(result);
    }
    return call.stage;
  }

  @Override
  public void close() {
    closed = true;
  }

  static List<String> idsOf(BatchView batch) {
    List<String> ids = new ArrayList<>();
    for (int index = 0; index < batch.size(); index++) {
      ids.add(batch.event(index).id());
    }
    return ids;
  }

  final class Call {
    private final List<String> ids;
    private final CompletableFuture<SinkResult> stage;

    Call(List<String> ids, CompletableFuture<SinkResult> stage) {
      this.ids = ids;
      this.stage = stage;
    }

    void answer(SinkResult result) {
      if (result instanceof SinkResult.Delivered) {
        taken.addAll(ids);
      } else if (result instanceof SinkResult.EventsRefused refused) {
        List<String> kept = new ArrayList<>(ids);
        refused.refusals().forEach(refusal -> kept.remove(ids.get(refusal.index())));
        taken.addAll(kept);
      }
      stage.complete(result);
    }
  }
}
