package dev.spillway.server.sink;

import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.server.json.JsonBuffer;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Appends batches to a file, one after another, and answers when they are forced. Thread-safe.
 *
 * <p>Works on a thread of its own that nothing interrupts: an interrupt would close the channel.
 */
final class FileSink implements Sink {
  private static final Logger LOGGER = System.getLogger(FileSink.class.getName());
  private static final int KEEP_BYTES = 1 << 20;

  private final AppendedFile file;
  private final EventWriter writer;
  private final TaskScheduler scheduler;

  /** The buffer belongs to the scheduler's tasks, as does the file. */
  private final JsonBuffer buffer = new JsonBuffer(64 << 10);

  FileSink(AppendedFile file, EventWriter writer, TaskScheduler scheduler) {
    this.file = file;
    this.writer = writer;
    this.scheduler = scheduler;
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    CompletableFuture<SinkResult> answer = new CompletableFuture<>();
    scheduler.execute(() -> answer.complete(write(batch)));
    return answer;
  }

  private SinkResult write(BatchView batch) {
    try {
      buffer.clear(KEEP_BYTES);
      writer.writeAll(batch, buffer);
      file.append(buffer.view());
      return SinkResult.DELIVERED;
    } catch (IOException | RuntimeException | Error e) { // no memory, most likely
      return new SinkResult.EndpointFailed(
          ErrorCategory.SERVER_ERROR, "cannot append to " + file.path() + ": " + e, Duration.ZERO);
    }
  }

  @Override
  public void close() {
    scheduler.execute(this::closeFile);
    scheduler.close();
  }

  private void closeFile() {
    try {
      file.close();
    } catch (IOException e) { // everything that was answered is forced already
      LOGGER.log(Level.WARNING, "event=sink-close-failed path=" + file.path(), e);
    }
  }
}
