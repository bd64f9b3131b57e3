package dev.spillway.server.cli.send;

import dev.spillway.server.cli.access.AccessOptions;
import dev.spillway.server.cli.access.GatewayAccess;
import dev.spillway.server.cli.access.QueueOption;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.LastWords;
import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  2  the command line is not understood",
      "  6  the gateway wants another key"
    })
public final class SendCommand implements Callable<Integer> {
  private static final Set<String> PROMISES = Set.of("volatile", "durable");
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
  private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to send; - reads input.")
  private List<String> files = List.of();

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
  private @Nullable String durability;

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

  @Mixin private final QueueOption queue;
  @Mixin private final AccessOptions access;

  private final Terminal terminal;

  /** Writes to {@code terminal}, and finds defaults in {@code environment}. */
  public SendCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    queue = new QueueOption(environment);
    access = new AccessOptions(environment);
  }

  /** What a line of the file is; in small letters, as it is typed. */
  enum Format {
    auto,
    ndjson,
    text
  }

  @Override
  public Integer call() throws InterruptedException {
    String problem = problem();
    if (!problem.isEmpty()) {
      terminal.complain(problem);
      return ExitCode.USAGE;
    }
    GatewayAccess gateway;
    try {
      gateway = access.access();
    } catch (AccessOptions.UsageException e) {
      terminal.complain(e.told());
      return ExitCode.USAGE;
    }
    return send(gateway);
  }

  private int send(GatewayAccess gateway) throws InterruptedException {
    SendCounts counts = new SendCounts();
    int code = ExitCode.INCOMPLETE;
    FileSending sending = new FileSending(files, repeat, counts);
    SendProgress progress = new SendProgress(counts, sending.wholeBytes());
    String failure = "";
    ProgressLine line = new ProgressLine(terminal, progress::line);
    LastWords lastWords = new LastWords(() -> interrupted(line, progress));
    try {
      sending.sendAll(sender(gateway, counts), new FileSending.Shape(batch, format));
    } catch (SendException e) {
      failure = String.valueOf(e.getMessage());
      code = e.exitCode();
    } catch (IOException e) {
      failure = "cannot go on reading " + e.getMessage();
    } finally {
      lastWords.takeBack();
      line.close();
    }
    if (!failure.isEmpty()) {
      sending.countNotSent();
    }
    summarize(progress);
    if (!failure.isEmpty()) {
      terminal.complain(failure);
    }
    return failure.isEmpty() && counts.refusedTotal() == 0 ? ExitCode.OK : code;
  }

  private void interrupted(ProgressLine line, SendProgress progress) {
    line.close();
    summarize(progress);
    terminal.complain("interrupted; nobody knows of the events that no answer came for");
  }

  private void summarize(SendProgress progress) {
    terminal.out().print(progress.summary(files.size(), queue.name()));
    terminal.out().flush();
  }

  private Sender sender(GatewayAccess gateway, SendCounts counts) {
    String promise = durability == null ? null : durability.toLowerCase(Locale.ROOT);
    GatewayClient client =
        new GatewayClient(gateway, answerPatience(), queue.name(), promise, priority);
    return new Sender(client, gateway.base(), terminal, counts, patience);
  }

  /** As long as for an accepted event, but an answer takes its time. */
  private Duration answerPatience() {
    if (patience.isZero() || patience.compareTo(LONGEST_ANSWER) > 0) {
      return LONGEST_ANSWER;
    }
    return patience.compareTo(SHORTEST_ANSWER) < 0 ? SHORTEST_ANSWER : patience;
  }

  private String problem() {
    if (batch < 1 || batch > 100_000) {
      return "--batch must be from 1 to 100000: batch=" + batch;
    }
    if (repeat < 1) {
      return "--repeat must be at least 1: repeat=" + repeat;
    }
    if (durability != null && !PROMISES.contains(durability.toLowerCase(Locale.ROOT))) {
      return "--durability must be volatile or durable: durability="
          + Terminal.printable(durability);
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
}
