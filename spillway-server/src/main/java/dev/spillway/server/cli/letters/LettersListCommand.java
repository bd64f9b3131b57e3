package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code spillway dead-letters list}. */
@Command(
    name = "list",
    header = "List dead letters, oldest first.",
    footer = {
      "",
      "Examples:",
      "  spillway dead-letters list",
      "  spillway dead-letters list --queue orders --tenant acme --limit 20",
      "",
      "Exit codes:",
      "  0  listed",
      "  1  the gateway did not answer, or refused; the output says why",
      "  2  the command line is not understood",
      "  6  the gateway wants another key"
    })
final class LettersListCommand implements Callable<Integer> {
  private static final long DEFAULT_LIMIT = 100;

  /** The most that a gateway gives at once. */
  private static final long PAGE = 1_000;

  private static final int SHOWN_CHARACTERS = 200;

  @Mixin private final LetterOptions options;

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Go on behind this position, which the last list ended with.")
  private @Nullable Long after;

  private final Terminal terminal;

  LettersListCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    options = new LetterOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    return new LetterCall(terminal, options).run(this::list);
  }

  private int list(LetterClient gateway) throws IOException, InterruptedException {
    long left = options.limitOr(DEFAULT_LIMIT);
    Long from = after;
    JsonNode page;
    do {
      List<String> more = new ArrayList<>(List.of("limit=" + Math.min(left, PAGE)));
      if (from != null) {
        more.add("after=" + from);
      }
      LetterClient.Reply reply = gateway.call("GET", options.target("", more));
      page = reply.json();
      if (options.json()) {
        terminal.out().println(reply.text());
      } else {
        page.path("letters").forEach(this::print);
      }
      left -= page.path("letters").size();
      from = page.path("next").asLong(-1);
    } while (left > 0 && page.path("next").isNumber());
    if (!options.json()) {
      end(page);
    }
    return ExitCode.OK;
  }

  private void print(JsonNode letter) {
    StringBuilder line = new StringBuilder();
    line.append(letter.path("position").asLong()).append("  ");
    line.append(terminal.bold(text(letter, "id")));
    line.append("  ").append(text(letter, "priority"));
    line.append("  dead ").append(text(letter, "deadLettered"));
    line.append("  tries ").append(letter.path("tries").asLong());
    line.append("  reason: ").append(text(letter, "reason"));
    terminal.out().println(line);
    JsonNode data = letter.has("data") ? letter.path("data") : letter.path("data_base64");
    String shown = data.isString() ? data.asString() : data.toString();
    boolean whole = shown.length() <= SHOWN_CHARACTERS;
    terminal
        .out()
        .println(
            "    "
                + Terminal.printable(whole ? shown : shown.substring(0, SHOWN_CHARACTERS))
                + (whole ? "" : " ..."));
  }

  private static String text(JsonNode letter, String name) {
    return Terminal.printable(letter.path(name).asString(""));
  }

  private void end(JsonNode page) {
    JsonNode kept = page.path("account").path("kept");
    if (kept.isNumber()) { // a key that is bound to tenants is not told of the others' letters
      terminal
          .out()
          .println(Show.count(kept.asLong(), "dead letter") + " in queue " + options.queue());
    }
    if (page.path("next").isNumber()) {
      terminal.out().println("there may be more: --after " + page.path("next").asLong());
    }
  }
}
