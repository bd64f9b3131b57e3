package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.server.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoCommandTest {
  @TempDir Path directory;

  @Test
  void demo_runsToItsEnd_accountsForEveryEventAndKeepsCriticalQuick() throws IOException {
    Path file = directory.resolve("report.json");
    Typed typed = Typed.command("demo", "--seconds", "9", "--json", file.toString());
    assertThat(typed.exitCode()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("Accounts are exact").contains("The report is in " + file);

    JsonNode report = JsonMapper.shared().readTree(Files.readString(file));
    assertThat(report.path("exact").asBoolean()).isTrue();
    assertThat(report.path("seconds").asInt()).isEqualTo(9);
    assertThat(report.path("sink").path("capacityPerSecond").asInt()).isPositive();
    assertThat(report.path("sink").path("stalls").size()).isEqualTo(2);
    long spilled = 0;
    for (Priority priority : Priority.values()) {
      JsonNode lane = report.path("priorities").path(priority.token());
      assertThat(balance(lane)).as(lane.toString()).isZero();
      assertThat(lane.path("held").asLong(-1)).isZero();
      spilled += lane.path("spilled").asLong();
    }
    assertThat(spilled).isPositive();

    JsonNode critical = report.path("priorities").path("critical");
    long longestStall = report.path("sink").path("stalls").path(1).path("millis").asLong();
    assertThat(critical.path("refused").size()).isZero();
    assertThat(critical.path("delivered")).isEqualTo(critical.path("offered"));
    assertThat(critical.path("waitMillis").path("p99").asLong())
        .isLessThanOrEqualTo(longestStall + 250);
  }

  private static long balance(JsonNode lane) {
    long refused = 0;
    for (JsonNode events : lane.path("refused")) {
      refused += events.asLong();
    }
    long came = count(lane, "offered") + count(lane, "recovered") + count(lane, "replayed");
    return came
        - refused
        - count(lane, "delivered")
        - count(lane, "displaced")
        - count(lane, "expired")
        - count(lane, "deadLettered")
        - count(lane, "discarded")
        - count(lane, "quarantined")
        - count(lane, "held");
  }

  private static long count(JsonNode lane, String name) {
    assertThat(lane.path(name).isNumber()).as(name).isTrue();
    return lane.path(name).asLong();
  }

  @Test
  void demo_impossibleOptions_saysWhatIsAllowed() {
    Typed tooShort = Typed.command("demo", "--seconds", "2");
    assertThat(tooShort.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(tooShort.err()).contains("--seconds must be from 6 to 3600: seconds=2");
    Typed nowhere = Typed.command("demo", "--json", directory.resolve("no/where.json").toString());
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.err()).contains("--json needs an existing directory");
  }
}
