package dev.spillway.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway send}. */
@Command(
    name = "send",
    header = "Send files of events to a queue, a line each.",
    description = {
      "",
      "Lines of JSON or of text, as many as there are; names ending in .gz are decompressed. What"
          + " the gateway refuses for load is sent again when its time has come. The order within a"
          + " file is kept. A gateway that goes away is waited for."
    },
    footer = {
      "",
      "Examples:",
      "  spillway send events.ndjson",
      "  spillway send --queue audit --priority high --repeat 100 audit.ndjson.gz",
      "  tail -f app.log | spillway send --format text -",
      "",
      "Exit codes:",
      "  0  every event was accepted",
      "  1  some were not; the output says which and why",
      "  2  the command line is not understood"
    })
final class SendCommand implements Callable<Integer> {
  private static final int MAX_LINE_BYTES = 64 << 20;

  /** Larger requests gain nothing, and wait for more room than a small memory has at once. */
  private static final int MAX_BATCH_BYTES = 256 << 10;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to send; - reads input.")
  private List<String> files = List.of();

  @Option(
      names = "--url",
      defaultValue = "${env:SPILLWAY_URL:-http://127.0.0.1:8080}",
      paramLabel = "URL",
      description = "The gateway. Default: SPILLWAY_URL if set, or this machine, port 8080.")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The queue. Default: default.")
  private String queue = "default";

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events sent in one request. Default: 1000.")
  private int batch = 1;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Send the files so many times; from the second on, -2, -3 ... ends each id.")
  private int repeat = 1;

  @Option(
      names = "--durability",
      paramLabel = "PROMISE",
      description = "volatile or durable: the weakest promise that will do. Default: the queue's.")
  private @Nullable Promise durability;

  @Option(
      names = "--priority",
      paramLabel = "NAME",
      description = "The priority of events that name none. Default: the queue's rules.")
  private @Nullable String priority;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description = "ndjson, text or auto: by the file's first character. Default: auto.")
  private Format format = Format.auto;

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "5m",
      description = "Give up after so long without an accepted event; 0s never. Default: 5m.")
  private Duration patience = Duration.ZERO;

  private final Terminal terminal;

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What a line of the file is; in small letters, as it is typed. */
  enum Format {
    auto,
    ndjson,
    text
  }

  /** The promises that can be asked for; in small letters, with volatile as it is typed. */
  enum Promise {
    VOLATILE,
    DURABLE
  }

  @Override
  public Integer call() throws InterruptedException {
    String problem = problem();
    if (!problem.isEmpty()) {
      terminal.complain(problem);
      return ExitCode.USAGE;
    }
    SendCounts counts = new SendCounts();
    SendProgress progress = new SendProgress(counts, wholeBytes());
    String failure = "";
    ProgressLine line = new ProgressLine(terminal, progress::line);
    try {
      sendAll(counts);
    } catch (SendException e) {
      failure = String.valueOf(e.getMessage());
    } catch (IOException e) {
      failure = "cannot go on reading: " + e.getMessage();
    } finally {
      line.close();
    }
    terminal.out().print(progress.summary(files.size(), queue));
    terminal.out().flush();
    if (!failure.isEmpty()) {
      terminal.complain(failure);
    }
    return failure.isEmpty() && counts.refusedTotal() == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private String problem() {
    if (batch < 1 || batch > 100_000) {
      return "--batch must be from 1 to 100000: batch=" + batch;
    }
    if (repeat < 1) {
      return "--repeat must be at least 1: repeat=" + repeat;
    }
    if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        || url.getHost() == null) {
      return "--url must be an http or https URL: url=" + url;
    }
    for (String name : files) {
      EventFile file = new EventFile(name);
      if (!file.problem().isEmpty()) {
        return file.problem();
      }
      if (repeat > 1 && !file.isRepeatable()) {
        return "--repeat needs files, because input can be read only once: repeat=" + repeat;
      }
    }
    return "";
  }

  private long wholeBytes() {
    long bytes = 0;
    for (String name : files) {
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

  private void sendAll(SendCounts counts) throws IOException, SendException, InterruptedException {
    String promise = durability == null ? null : durability.name().toLowerCase(Locale.ROOT);
    Sender sender =
        new Sender(
            new GatewayClient(url, queue, promise, priority),
            url.toString(),
            terminal,
            counts,
            patience);
    for (int pass = 1; pass <= repeat; pass++) {
      for (String name : files) {
        sendFile(new EventFile(name), pass, sender, counts);
      }
    }
  }

  private void sendFile(EventFile file, int pass, Sender sender, SendCounts counts)
      throws IOException, SendException, InterruptedException {
    try (InputStream in = file.open(counts.readBytes);
        LineReader lines = new LineReader(in, MAX_LINE_BYTES)) {
      boolean json = format == Format.auto ? EventFile.looksLikeJson(in) : format == Format.ndjson;
      if (json && EventFile.looksLikeArray(in)) {
        throw new SendException(
            file.name()
                + " begins with [, but send needs one event a line; jq -c '.[]' makes that of an"
                + " array");
      }
      sender.file(file.name(), json ? "application/x-ndjson" : "text/plain; charset=utf-8");
      List<FileLine> events = new ArrayList<>();
      int bytes = 0;
      for (FileLine line = lines.next(); line != null; line = lines.next()) {
        byte[] event = json && pass > 1 ? IdSuffix.append(line.bytes(), pass) : line.bytes();
        if (events.size() == batch || (bytes + event.length > MAX_BATCH_BYTES && bytes > 0)) {
          sender.send(events);
          events.clear();
          bytes = 0;
        }
        events.add(new FileLine(event, line.line()));
        bytes += event.length + 1;
      }
      if (!events.isEmpty()) {
        sender.send(events);
      }
    }
  }
}
