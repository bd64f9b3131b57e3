package dev.spillway.server.cli.send;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Takes files apart into batches and has them sent, in order. For one use. */
final class FileSending {
  private static final int MAX_LINE_BYTES = 64 << 20;

  /** Larger requests gain nothing, and wait for more room than a small memory has at once. */
  private static final int MAX_BATCH_BYTES = 256 << 10;

  private final List<String> names;
  private final int repeat;
  private final SendCounts counts;
  private final AtomicLong readBytes = new AtomicLong();
  private final List<FileLine> batch = new ArrayList<>();
  private int batchBytes;
  private long takenEvents;
  private long takenOfInput;
  private int inputsRead;

  FileSending(List<String> names, int repeat, SendCounts counts) {
    this.names = names;
    this.repeat = repeat;
    this.counts = counts;
  }

  /**
   * What batches are made of.
   *
   * @param events the most events of a batch
   */
  record Shape(int events, SendCommand.Format format) {}

  /** All that will be read, or 0 when nobody knows. */
  long wholeBytes() {
    long bytes = 0;
    for (String name : names) {
      try {
        long size = new EventFile(name).sizeBytes();
        if (size == 0) {
          return 0;
        }
        bytes += size * repeat;
      } catch (IOException e) {
        return 0;
      }
    }
    return bytes;
  }

  void sendAll(Sender sender, Shape shape) throws IOException, SendException, InterruptedException {
    for (int pass = 1; pass <= repeat; pass++) {
      for (String name : names) {
        sendFile(new EventFile(name), pass, sender, shape);
      }
    }
  }

  private void sendFile(EventFile file, int pass, Sender sender, Shape shape)
      throws IOException, SendException, InterruptedException {
    try (InputStream in = file.open(readBytes);
        LineReader lines = new LineReader(in, MAX_LINE_BYTES)) {
      boolean json = isJson(file, in, shape.format());
      sender.file(file.name(), json ? "application/x-ndjson" : "text/plain; charset=utf-8");
      for (FileLine line = lines.next(); line != null; line = lines.next()) {
        takenEvents++;
        takenOfInput += file.isRepeatable() ? 0 : 1;
        byte[] event = json && pass > 1 ? IdSuffix.append(line.bytes(), pass) : line.bytes();
        if (batch.size() == shape.events()
            || (batchBytes + event.length > MAX_BATCH_BYTES && batchBytes > 0)) {
          sendBatch(sender);
        }
        batch.add(new FileLine(event, line.line()));
        batchBytes += event.length + 1;
      }
      inputsRead += file.isRepeatable() ? 0 : 1;
      boolean sameFileFollows = names.size() == 1 && pass < repeat;
      if (!sameFileFollows) {
        sendBatch(sender);
      }
    } catch (IOException e) {
      throw new IOException(file.name() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isJson(EventFile file, InputStream in, SendCommand.Format format)
      throws IOException, SendException {
    boolean guessed = format == SendCommand.Format.auto;
    String otherThanText = guessed ? file.otherThanText(in) : "";
    if (!otherThanText.isEmpty()) {
      throw new SendException(otherThanText);
    }
    boolean json = guessed ? EventFile.looksLikeJson(in) : format == SendCommand.Format.ndjson;
    if (json && EventFile.looksLikeArray(in)) {
      throw new SendException(
          file.name()
              + " begins with [, but send needs one event a line; jq -c '.[]' makes that of an"
              + " array");
    }
    return json;
  }

  private void sendBatch(Sender sender) throws IOException, SendException, InterruptedException {
    if (!batch.isEmpty()) {
      sender.send(batch);
      batch.clear();
      batchBytes = 0;
      counts.settledBytes.set(readBytes.get());
    }
  }

  /**
   * Counts, after giving up, the events that were neither accepted nor refused. Files are read once
   * more for that; of input that can be read only once, and of files that cannot be read, only what
   * was taken counts.
   */
  void countNotSent() {
    long inputs = names.stream().filter(name -> !new EventFile(name).isRepeatable()).count();
    if (inputsRead < inputs) {
      counts.inputUnread();
    }
    long settled = counts.accepted.get() + counts.refusedTotal();
    long all = takenEvents;
    try {
      all = Math.max(all, repeat * eventsOfAll());
    } catch (IOException e) {
      // what was taken is known, and the failure itself was told
    }
    counts.notSent.set(Math.max(0, all - settled));
  }

  private long eventsOfAll() throws IOException {
    long events = takenOfInput;
    for (String name : names) {
      EventFile file = new EventFile(name);
      if (!file.isRepeatable()) {
        continue;
      }
      try (LineReader lines = new LineReader(file.open(new AtomicLong()), MAX_LINE_BYTES)) {
        while (lines.next() != null) {
          events++;
        }
      }
    }
    return events;
  }
}
