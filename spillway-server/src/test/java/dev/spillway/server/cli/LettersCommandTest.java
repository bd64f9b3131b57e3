package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.server.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LettersCommandTest {
  private static final String ACCOUNT = "\"account\":{\"kept\":2}";
  private static final String PAGE =
      "{\"letters\":[{\"position\":7,\"id\":\"a\\u001b\",\"priority\":\"high\",\"deadLettered\":"
          + "\"2026-11-21T10:00:00Z\",\"tries\":3,\"reason\":\"no\",\"data\":{\"n\":1}}],";

  private final ScriptedGateway gateway = new ScriptedGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Typed typed(String command, String... options) {
    List<String> args = new ArrayList<>(List.of("dead-letters", command, "--url", gateway.url()));
    args.addAll(List.of(options));
    return Typed.command(args.toArray(String[]::new));
  }

  private String target() {
    return gateway.received().get(gateway.received().size() - 1).target();
  }

  @Test
  void list_goesThroughPages_andPrintsNothingThatMovesTheCursor() {
    gateway.answer(200, PAGE + "\"next\":7," + ACCOUNT + "}");
    gateway.answer(200, PAGE + "\"next\":null," + ACCOUNT + "}");
    Typed typed = typed("list", "--queue", "or ders", "--tenant", "a&b");
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out())
        .isEqualTo(
            """
            7  a\\u001b  high  dead 2026-11-21T10:00:00Z  tries 3  reason: no
                {"n":1}
            """
                    .repeat(2)
                + "2 dead letters in queue or ders\n");
    assertThat(target())
        .isEqualTo("/api/v1/queues/or%20ders/dead-letters?tenant=a%26b&limit=99&after=7");
  }

  @Test
  void list_queueOfTheEnvironment_isTheDefault() {
    gateway.answer(200, PAGE + "\"next\":null," + ACCOUNT + "}");
    Typed typed =
        Typed.command(
            Map.of("SPILLWAY_QUEUE", "orders"), "dead-letters", "list", "--url", gateway.url());
    assertThat(typed.out()).endsWith("2 dead letters in queue orders\n");
    assertThat(target()).startsWith("/api/v1/queues/orders/dead-letters?");
  }

  @Test
  void list_json_printsTheAnswerAsItCame() {
    String page = PAGE + "\"next\":null," + ACCOUNT + "}";
    gateway.answer(200, page);
    assertThat(typed("list", "--json").out()).isEqualTo(page + "\n");
  }

  @Test
  void replay_withoutOptions_meansAll() {
    gateway.answer(200, "{\"replayed\":3,\"expired\":0,\"stoppedBy\":null," + ACCOUNT + "}");
    Typed typed = typed("replay");
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).isEqualTo("3 dead letters replayed, 2 kept\n");
    assertThat(target()).isEqualTo("/api/v1/queues/default/dead-letters/replay?all=true");
  }

  @Test
  void replay_stopped_saysWhyAndFails() {
    gateway.answer(
        200, "{\"replayed\":1,\"expired\":2,\"stoppedBy\":\"spill-full\"," + ACCOUNT + "}");
    Typed typed = typed("replay", "--id", "x", "--id", "y", "--priority", "HIGH", "--limit", "9");
    assertThat(typed.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(typed.err())
        .contains("2 letters kept, because the deadline has passed; discard them")
        .contains("stopped before the end: spill-full; run it again when there is room");
    assertThat(target()).endsWith("/replay?id=x&id=y&priority=high&limit=9");
  }

  @Test
  void discard_withoutSayingWhich_isAMistake() {
    Typed typed = typed("discard");
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err())
        .contains("there must be either --all, or one of --id, --priority, --tenant, --limit");
    assertThat(typed("discard", "--all", "--id", "x").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(gateway.received()).isEmpty();
  }

  @Test
  void discard_all_saysSo() {
    gateway.answer(200, "{\"discarded\":1,\"expired\":0,\"stoppedBy\":null," + ACCOUNT + "}");
    assertThat(typed("discard", "--all").out()).isEqualTo("1 dead letter discarded, 2 kept\n");
    assertThat(target()).isEqualTo("/api/v1/queues/default/dead-letters?all=true");
  }

  @Test
  void refusal_ofTheGateway_isShownInItsWords() {
    gateway.answer(404, "{\"title\":\"t\",\"detail\":\"queue must be one of a: queue=b\"}");
    Typed typed = typed("list", "--queue", "b");
    assertThat(typed.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(typed.err()).isEqualTo("spillway: 404 queue must be one of a: queue=b\n");
  }

  @Test
  void list_urlThatCannotBeUsed_isAMistakeThatShowsNoPassword() {
    Typed typed = Typed.command("dead-letters", "list", "--url", "http://me:s3cret@h:1");
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err())
        .contains("--url or SPILLWAY_URL must be", "url=http://***@h:1")
        .doesNotContain("s3cret");
  }

  @Test
  void list_noGateway_saysWhyNot() {
    String url = gateway.url();
    gateway.close();
    Typed typed = Typed.command("dead-letters", "list", "--url", url);
    assertThat(typed.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(typed.err()).isEqualTo("spillway: cannot reach " + url + " (connection refused)\n");

    Typed unknown = Typed.command("dead-letters", "list", "--url", "http://no-such-host.invalid");
    assertThat(unknown.err())
        .isEqualTo("spillway: cannot reach http://no-such-host.invalid (nobody knows this host)\n");
  }

  @Test
  void list_answerOfNoGateway_isTold() {
    gateway.answer(404, "<html>");
    assertThat(typed("list"))
        .isEqualTo(new Typed(1, "", "spillway: 404 (no words of a gateway; is --url right?)\n"));
  }
}
