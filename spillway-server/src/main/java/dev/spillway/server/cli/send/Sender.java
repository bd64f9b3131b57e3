package dev.spillway.server.cli.send;

import dev.spillway.server.cli.access.GatewayFailure;
import dev.spillway.server.cli.access.KeyRefusedException;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gets batches of events accepted, one after another, so that a file's order is kept. Not
 * thread-safe.
 *
 * <p>What is refused for load is sent again when its time has come, before anything that follows
 * it. When no answer comes, everything in question is sent again, so the gateway may hold it twice.
 */
final class Sender {
  private static final long FIRST_BACK_OFF_MILLIS = 100;
  private static final long LONGEST_BACK_OFF_MILLIS = 5_000;
  private static final long LONGEST_WAIT_MILLIS = 30_000;

  /** So many refused events are named; a file of mistakes must not fill the screen. */
  private static final int TOLD_REFUSALS = 20;

  private final GatewayClient client;
  private final String url;
  private final Terminal terminal;
  private final SendCounts counts;
  private final TimeSource time;
  private final Pause pause;
  private final Duration patience;
  private String contentType = "application/x-ndjson";
  private String fileName = "";

  Sender(
      GatewayClient client, String url, Terminal terminal, SendCounts counts, Duration patience) {
    this.client = client;
    this.url = url;
    this.terminal = terminal;
    this.counts = counts;
    this.patience = patience;
    time = TimeSource.system();
    pause = new Pause(time);
  }

  /** Tells what the next batches are. */
  void file(String name, String type) {
    fileName = name;
    contentType = type;
  }

  /** Returns when each event is accepted or refused for good. */
  void send(List<FileLine> batch) throws SendException, InterruptedException {
    List<FileLine> pending = batch;
    long progressNanos = time.nanoTime();
    while (!pending.isEmpty()) {
      Answer answer = post(pending);
      if (answer instanceof Answer.Taken taken) {
        counts.accepted.addAndGet(taken.accepted());
        if (taken.accepted() > 0) {
          counts.durability(taken.durability());
          progressNanos = time.nanoTime();
        } else {
          giveUpAfterPatience(progressNanos, reasonOf(taken));
        }
        pending = again(pending, taken);
      } else if (answer instanceof Answer.Overloaded overloaded) {
        counts.refusedForLoad.addAndGet(pending.size());
        giveUpAfterPatience(progressNanos, overloaded.reason());
        waitFor("the gateway: " + overloaded.reason(), overloaded.retryAfterMillis());
      } else if (answer instanceof Answer.TooLarge tooLarge) {
        pending = smaller(pending, tooLarge);
      } else if (answer instanceof Answer.Rejected rejected) {
        boolean keyRefused = KeyRefusedException.isStatus(rejected.status());
        throw new SendException(
            rejection(pending, rejected) + (keyRefused ? KeyRefusedException.ADVICE : ""),
            keyRefused ? ExitCode.KEY_REFUSED : ExitCode.INCOMPLETE);
      }
    }
  }

  /** Leaves out the line that is too large, or sends two halves; returns what is left to do. */
  private List<FileLine> smaller(List<FileLine> pending, Answer.TooLarge answer)
      throws SendException, InterruptedException {
    int culprit = pending.size() == 1 ? 0 : answer.line() - 1;
    if (culprit >= 0 && culprit < pending.size()) {
      terminal.complain(
          fileName + ":" + pending.get(culprit).line() + ": left out: " + answer.message());
      counts.refused("too-large", 1);
      List<FileLine> others = new ArrayList<>(pending);
      others.remove(culprit);
      return others;
    }
    int half = pending.size() / 2;
    send(pending.subList(0, half));
    send(pending.subList(half, pending.size()));
    return List.of();
  }

  /** What is to be sent again, after the wait that the gateway asked for. */
  private List<FileLine> again(List<FileLine> pending, Answer.Taken taken)
      throws InterruptedException {
    List<FileLine> again = new ArrayList<>();
    long waitMillis = 0;
    String reason = "";
    for (Answer.Refusal refusal : taken.refused()) {
      if (refusal.isForLoad() && refusal.index() >= 0 && refusal.index() < pending.size()) {
        again.add(pending.get(refusal.index()));
        waitMillis = Math.max(waitMillis, refusal.retryAfterMillis());
        reason = refusal.reason();
      } else {
        refusedForGood(pending, refusal);
      }
    }
    counts.refusedForLoad.addAndGet(again.size());
    if (!again.isEmpty() && waitMillis >= taken.throttleMillis()) {
      waitFor("room: " + reason, waitMillis);
    } else if (taken.throttleMillis() > 0) {
      waitFor("the gateway, which asked for it", taken.throttleMillis());
    }
    return again;
  }

  private void refusedForGood(List<FileLine> pending, Answer.Refusal refusal) {
    counts.refused(refusal.reason(), 1);
    long told = counts.refusedTotal();
    if (told > TOLD_REFUSALS) {
      return;
    }
    String place =
        refusal.index() >= 0 && refusal.index() < pending.size()
            ? fileName + ":" + pending.get(refusal.index()).line()
            : fileName;
    terminal.complain(place + ": refused: " + Terminal.printable(refusal.reason()));
    if (told == TOLD_REFUSALS) {
      terminal.complain("further refused events are only counted");
    }
  }

  private static String reasonOf(Answer.Taken taken) {
    return taken.refused().isEmpty() ? "unknown" : taken.refused().get(0).reason();
  }

  private void waitFor(String what, long millis) throws InterruptedException {
    counts.waitingFor(what);
    pause.forMillis(Math.min(Math.max(millis, 1), LONGEST_WAIT_MILLIS));
    counts.waitingFor("");
  }

  private void giveUpAfterPatience(long sinceNanos, String reason) throws SendException {
    if (!patience.isZero() && time.nanoTime() - sinceNanos > patience.toNanos()) {
      throw new SendException(
          "gave up after "
              + Show.duration(patience.toMillis())
              + " without an accepted event: "
              + reason);
    }
  }

  private Answer post(List<FileLine> events) throws SendException, InterruptedException {
    Body body = new Body();
    for (FileLine event : events) {
      body.add(event.bytes());
    }
    long startNanos = time.nanoTime();
    long backOffMillis = FIRST_BACK_OFF_MILLIS;
    boolean told = false;
    while (true) {
      try {
        Answer answer = client.post(body.bytes(), body.size(), contentType);
        counts.answerMissing(false);
        if (told) {
          terminal.complain(url + " is back after " + Show.duration(millisSince(startNanos)));
        }
        return answer;
      } catch (IOException e) {
        GatewayFailure failure = GatewayFailure.of(url, e);
        if (failure.lasting()) {
          throw new SendException(failure.told());
        }
        if (!told) {
          terminal.complain(failure.told() + "; trying again for up to " + limit());
          told = true;
        }
        boolean sent = !(e instanceof ConnectException);
        if (sent) {
          counts.answerMissing(true);
        }
        giveUpAfterPatience(startNanos, failure.told());
        if (sent) {
          counts.sentAgain.addAndGet(events.size());
        }
        waitFor("a connection", backOffMillis);
        backOffMillis = Math.min(backOffMillis * 2, LONGEST_BACK_OFF_MILLIS);
      }
    }
  }

  private String limit() {
    return patience.isZero() ? "ever" : Show.duration(patience.toMillis());
  }

  private long millisSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - startNanos);
  }

  private String rejection(List<FileLine> pending, Answer.Rejected rejected) {
    FileLine first = pending.get(0);
    int index = rejected.line() - 1;
    String place = fileName;
    if (index >= 0 && index < pending.size()) {
      place += ":" + pending.get(index).line();
    }
    return place
        + ": the gateway answered "
        + (rejected.status() + " " + rejected.message()).strip()
        + "; nothing was accepted from line "
        + first.line()
        + " on";
  }

  /** Lines as one body, without a copy of the whole. */
  private static final class Body extends ByteArrayOutputStream {
    void add(byte[] line) {
      write(line, 0, line.length);
      write('\n');
    }

    byte[] bytes() {
      return buf;
    }
  }
}
