package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What replay and discard have in common: a call, and an account of what came of it. */
final class LetterChange {
  private final Terminal terminal;
  private final LetterOptions options;

  LetterChange(Terminal terminal, LetterOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  /** Does it and returns the exit code. */
  int run(String method, String path, String done) throws InterruptedException {
    List<String> more = new ArrayList<>();
    if (!options.isNarrowed()) {
      more.add("all=true");
    } else if (options.limitOr(0) > 0) {
      more.add("limit=" + options.limitOr(0));
    }
    return new LetterCall(terminal, options)
        .run(gateway -> tell(gateway.call(method, options.target(path, more)), done));
  }

  /** A key that is bound to tenants is not told of the others' letters. */
  private static String keptOf(JsonNode json) {
    JsonNode kept = json.path("account").path("kept");
    return kept.isNumber() ? ", " + Show.count(kept.asLong()) + " kept" : "";
  }

  private int tell(LetterClient.Reply reply, String done) {
    JsonNode json = reply.json();
    String stoppedBy = json.path("stoppedBy").asString("");
    long expired = json.path("expired").asLong();
    if (options.json()) {
      terminal.out().println(reply.text());
    } else {
      terminal
          .out()
          .println(Show.count(json.path(done).asLong(), "dead letter") + " " + done + keptOf(json));
    }
    if (expired > 0) {
      terminal.complain(
          Show.count(expired, "letter") + " kept, because the deadline has passed; discard them");
    }
    if (!stoppedBy.isEmpty()) {
      terminal.complain(
          "stopped before the end: " + stoppedBy + "; run it again when there is room");
    }
    return stoppedBy.isEmpty() && expired == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
